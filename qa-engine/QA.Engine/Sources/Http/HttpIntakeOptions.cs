using System.Collections.Generic;
using QA.Engine.ApiKeys;
using QA.Engine.Settings;

namespace QA.Engine.Sources.Http;

/// <summary>Who may bring conversations, and how much at once.</summary>
internal sealed record HttpIntakeOptions
{
    /// <summary>All keys there are; those with <see cref="ApiScope.Ingest"/> may bring conversations. None: nobody may.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>Of a request's body, unpacked.</summary>
    public long MaxBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Reads the section <c>Api</c>: <c>Keys</c>, see <see cref="ApiKeyReader"/>, and <c>MaxBodyBytes</c>.</summary>
    public static HttpIntakeOptions Read(SettingReader settings) =>
        new() { Keys = ApiKeyReader.Read(settings), MaxBodyBytes = settings.Number("MaxBodyBytes", 64 * 1024 * 1024, 1, int.MaxValue) };
}
