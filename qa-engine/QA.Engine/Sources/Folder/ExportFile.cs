using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;

namespace QA.Engine.Sources.Folder;

/// <summary>A file of another form than JSON Lines, open for reading.</summary>
/// <param name="name">Its name in the folder.</param>
/// <param name="stream">Can be sought.</param>
internal sealed class ExportFile(string name, Stream stream, Encoding encoding, FolderOptions options, ReadLimits limits, CancellationToken cancellation)
{
    private readonly List<SourceProblem> _problems = [];

    public string Name => name;

    public long Length => stream.Length;

    public FolderOptions Options => options;

    public ReadLimits Limits => limits;

    public CancellationToken Cancellation => cancellation;

    /// <summary>What was found since the last call and is no chat.</summary>
    public IReadOnlyList<SourceProblem> TakeProblems()
    {
        if (_problems.Count == 0)
            return [];
        SourceProblem[] taken = [.. _problems];
        _problems.Clear();
        return taken;
    }

    /// <param name="line">From 1.</param>
    /// <param name="content">What stands there.</param>
    public void Problem(long line, string content, string reason) => _problems.Add(new SourceProblem(line, Encoding.UTF8.GetBytes(content), null, reason));

    /// <summary>The text from its beginning, without a byte order mark; half characters become U+FFFD. The file stays open.</summary>
    public StreamReader Text()
    {
        stream.Position = 0;
        return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
    }

    /// <summary>Chats of this file, in its order; what is none is among the problems.</summary>
    public IEnumerable<ChatDraft> Chats() => IsCsv(name) ? new CsvChats(this).Read() : new PlainTextChats(this).Read();

    public static bool IsCsv(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    public static bool IsExport(string name) => IsCsv(name) || name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
}
