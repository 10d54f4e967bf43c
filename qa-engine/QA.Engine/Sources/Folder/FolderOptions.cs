using System;

namespace QA.Engine.Sources.Folder;

internal sealed record FolderOptions
{
    /// <summary>The folder whose <c>*.jsonl</c> files are read.</summary>
    public required string Path { get; init; }

    /// <summary>How often to look, whatever the file system reports.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A last line without a line end counts once its file has not grown for so long.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);
}
