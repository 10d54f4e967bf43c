using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace QA.Engine.Web.Api;

/// <summary>Something that programs may read: its route and its entry of the OpenAPI document are made from it.</summary>
/// <param name="Id">For generated clients.</param>
/// <param name="Path">Under <c>/api</c>; <c>{id}</c> is everything behind it.</param>
/// <param name="Answers">JSON Schema of the answer.</param>
/// <param name="Answer">Parameters are checked before.</param>
internal sealed record ApiOperation(string Id, string Path, string Summary, IReadOnlyList<ApiParameter> Parameters, JsonObject Answers, Func<ApiCall, IResult> Answer)
{
    public string Description { get; init; } = "";

    /// <summary>Whether what was asked for may not be there.</summary>
    public bool MayBeMissing { get; init; }
}
