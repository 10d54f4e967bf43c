using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Web.Api;

/// <summary>Everything that programs may read.</summary>
internal static class ApiOperations
{
    public static IReadOnlyList<ApiOperation> All { get; } = [.. ListReads.All.Concat(ConversationReads.All).Concat(FigureReads.All).Concat(ServiceReads.All).Concat(RubricReads.All)];
}
