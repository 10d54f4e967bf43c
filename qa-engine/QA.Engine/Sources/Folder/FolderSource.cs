using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// Watches a folder. Of <c>*.jsonl</c> files it reads what is appended; they may grow, be replaced, shortened, renamed or rotated.
/// <c>*.csv</c> and <c>*.txt</c> files are read as a whole once they have settled, and again as a whole when they change. Each file is a
/// part with a position of its own.
/// </summary>
internal sealed class FolderSource(string name, FolderOptions options, ReadLimits limits, TimeProvider time) : ISource
{
    public static SourceKind Kind { get; } = new(
        "folder",
        "Watches a folder of JSON Lines, CSV and text files.",
        (name, settings, surroundings) =>
        {
            var options = FolderOptions.Read(name, settings, surroundings);
            return () =>
            {
                Directory.CreateDirectory(options.Path);
                return new FolderSource(name, options, surroundings.Limits, surroundings.Time);
            };
        });

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changed = new(0);
    private FileSystemWatcher? _watcher;

    private readonly List<string> _unreadable = [];

    public string Name => name;

    /// <summary>The folder that is watched.</summary>
    public string Folder => options.Path;

    public bool IsShared => false;

    public long BytesFound { get; private set; }

    public IReadOnlyList<string> Problems => _unreadable;

    public void Restore(IReadOnlyList<SourcePosition> positions)
    {
        _known.Clear();
        foreach (var position in positions)
            _known[position.Part] = new Known(FilePosition.Read(position));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// File by file in the order of their names. Last lines without a line end count at once where everything is whole, otherwise after
    /// <see cref="FolderOptions.Settle"/>.
    /// </remarks>
    public IEnumerable<SourceChunk> Take(bool everythingIsWhole, CancellationToken cancellation)
    {
        _unreadable.Clear();
        var files = Changed(everythingIsWhole);
        BytesFound = 0;
        foreach (var (file, _) in files)
            BytesFound += Math.Max(0, file.Length - (!ExportFile.IsExport(file.Name) && _known.TryGetValue(file.Name, out var known) ? known.Position.Offset : 0));
        foreach (var (file, settled) in files)
        {
            var chunks = ExportFile.IsExport(file.Name) ? ReadExport(file, cancellation) : Read(file, everythingIsWhole || settled);
            using var next = chunks.GetEnumerator();
            while (Advance(next, file.Name))
            {
                yield return next.Current;
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    public async Task WaitForChange(CancellationToken cancellation)
    {
        _watcher ??= Watch();
        using var poll = new CancellationTokenSource(options.Poll, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, cancellation);
        try
        {
            await _changed.WaitAsync(either.Token);
            while (_changed.Wait(0, CancellationToken.None))
            {
                // One look answers any number of changes.
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Time for the next look.
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _changed.Dispose();
    }

    private List<(FileInfo File, bool Settled)> Changed(bool everythingIsWhole)
    {
        var now = time.GetUtcNow();
        var files = new List<(FileInfo, bool)>();
        var names = Names();
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var path in names)
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                continue;
            var known = _known.GetValueOrDefault(file.Name);
            if (ExportFile.IsExport(file.Name))
            {
                if (IsDue(file, everythingIsWhole, now))
                    files.Add((file, true));
            }
            else if (known is null || known.Length != file.Length || known.Written != file.LastWriteTimeUtc)
            {
                files.Add((file, false));
            }
            else if (known.Position.Offset < file.Length && known.HalfLineAt != file.Length && now - known.SeenAt >= options.Settle)
            {
                files.Add((file, true));
            }
        }

        return files;
    }

    /// <summary>One file that breaks off, on a disk that is not well or a share that is gone, does not stop the others.</summary>
    private bool Advance(IEnumerator<SourceChunk> chunks, string file)
    {
        try
        {
            return chunks.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add($"{file}: {e.Message}");
            return false;
        }
    }

    /// <summary>Whether a file that is read as a whole has changed, and has settled since.</summary>
    private bool IsDue(FileInfo file, bool everythingIsWhole, DateTimeOffset now)
    {
        if (!_known.TryGetValue(file.Name, out var known))
            known = _known[file.Name] = new Known(new FilePosition(file.Name, 0, 1, []));
        if (known.Length != file.Length || known.Written != file.LastWriteTimeUtc)
        {
            known.Saw(file, now);
            known.IsRead = false;
        }

        return !known.IsRead && (everythingIsWhole || now - known.SeenAt >= options.Settle);
    }

    private string[] Names()
    {
        try
        {
            return [.. Directory.EnumerateFiles(options.Path).Where(static path => path.EndsWith(".jsonl", StringComparison.Ordinal) || ExportFile.IsExport(path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"the folder of the source '{name}' cannot be read: {e.Message} Make it readable, or set another Path.", e);
        }
    }

    private IEnumerable<SourceChunk> Read(FileInfo file, bool lastLineIsWhole)
    {
        FileStream stream;
        try
        {
            // Whoever writes the file may go on, rename it or delete it.
            stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add($"{file.Name}: {e.Message}");
            yield break;
        }

        using (stream)
        {
            var known = Recognise(file, stream, out var renamedFrom);
            var (offset, line) = (known.Position.Offset, known.Position.Line);
            stream.Seek(offset, SeekOrigin.Begin);
            using var lines = new JsonLinesReader(stream, limits, line, offset);
            while (lines.Next(lastLineIsWhole) is { } chunk)
            {
                if (chunk.IsHalfALine)
                {
                    // It is set aside as it stands, but should it ever be finished, it is read again from its beginning.
                    known.HalfLineAt = file.Length;
                    yield return Chunk(file.Name, chunk, known.Position, renamedFrom);
                    renamedFrom = null;
                    break;
                }

                offset += chunk.Bytes;

                // A line end that comes later ends this line, not one of its own.
                line += chunk.HasNoLineEnd ? 0 : chunk.Lines;
                known.Position = new FilePosition(file.Name, offset, line, FileFingerprint.Of(stream.SafeFileHandle, offset));
                yield return Chunk(file.Name, chunk, known.Position, renamedFrom);
                renamedFrom = null;
            }

            // A new name is worth keeping even where nothing new stands in the file.
            if (renamedFrom is not null)
                yield return Chunk(file.Name, LineChunk.Nothing(line, offset), known.Position, renamedFrom);
            known.Saw(file, time.GetUtcNow());
        }
    }

    /// <summary>
    /// Reads a file as a whole. Its position is the hash of all of it and how many chats of it were given; behind the last chunk, its length.
    /// </summary>
    private IEnumerable<SourceChunk> ReadExport(FileInfo file, CancellationToken cancellation)
    {
        if (OpenExport(file) is not { } stream)
            yield break;
        using (stream)
        {
            var known = _known[file.Name];
            var hash = FileEncoding.Hash(stream, options.Signature(), cancellation);
            var renamedFrom = RenamedFrom(file.Name, hash);
            if (renamedFrom is not null)
            {
                known.Position = _known[renamedFrom].Position with { File = file.Name };
                _known.Remove(renamedFrom);
            }

            var isSame = known.Position.Fingerprint.AsSpan().SequenceEqual(hash);
            using var lines = new ConversationLines();
            if (!isSame || known.Position.Offset != stream.Length)
            {
                var given = isSame ? known.Position.Line - 1 : 0;
                long at = 0;
                if (FileEncoding.Of(stream, options.Encoding, out var problem) is { } encoding)
                {
                    var export = new ExportFile(file.Name, stream, encoding, options, limits, cancellation);
                    foreach (var chat in export.Chats())
                    {
                        var problems = export.TakeProblems();
                        if (++at <= given)
                            continue;
                        foreach (var one in problems)
                            lines.Add(one);
                        lines.Add(chat);
                        if (!lines.IsFull)
                            continue;
                        known.Position = new FilePosition(file.Name, 0, at + 1, hash);
                        yield return lines.Cut(file.Name, known.Position.Written(), renamedFrom);
                        renamedFrom = null;
                    }

                    foreach (var one in export.TakeProblems())
                        lines.Add(one);
                }
                else
                {
                    lines.Add(new SourceProblem(1, ReadOnlyMemory<byte>.Empty, null, problem!));
                }

                // Somebody wrote meanwhile: what was read may be half of the old and half of the new, and is read again.
                file.Refresh();
                if (!file.Exists || known.Length != file.Length || known.Written != file.LastWriteTimeUtc)
                    yield break;
                known.Position = new FilePosition(file.Name, stream.Length, at + 1, hash);
                yield return lines.Cut(file.Name, known.Position.Written(), renamedFrom);
            }
            else if (renamedFrom is not null)
            {
                yield return lines.Cut(file.Name, known.Position.Written(), renamedFrom);
            }

            known.IsRead = true;
        }
    }

    private FileStream? OpenExport(FileInfo file)
    {
        try
        {
            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add($"{file.Name}: {e.Message}");
            return null;
        }
    }

    /// <summary>The file that went on under this name: of the same content, and no longer there.</summary>
    private string? RenamedFrom(string file, byte[] hash)
    {
        foreach (var (name, known) in _known)
        {
            if (!string.Equals(name, file, StringComparison.Ordinal) && ExportFile.IsExport(name) && known.Position.Offset > 0
                && known.Position.Fingerprint.AsSpan().SequenceEqual(hash) && !File.Exists(Path.Combine(options.Path, name)))
                return name;
        }

        return null;
    }

    private static SourceChunk Chunk(string file, LineChunk lines, FilePosition after, string? renamedFrom) =>
        new() { Origin = file, Lines = lines, After = after.Written(), Forget = renamedFrom };

    private Known Recognise(FileInfo file, FileStream stream, out string? renamedFrom)
    {
        renamedFrom = null;
        if (_known.TryGetValue(file.Name, out var same) && FileFingerprint.Matches(stream.SafeFileHandle, same.Position))
            return same;
        foreach (var (otherName, other) in _known)
        {
            if (other.Position.Offset == 0 || ExportFile.IsExport(otherName) || string.Equals(otherName, file.Name, StringComparison.Ordinal)
                || !FileFingerprint.Matches(stream.SafeFileHandle, other.Position) || StillThere(otherName, other.Position))
                continue;
            _known.Remove(otherName);
            renamedFrom = otherName;
            return _known[file.Name] = new Known(other.Position with { File = file.Name });
        }

        return _known[file.Name] = new Known(new FilePosition(file.Name, 0, 1, FileFingerprint.Of(stream.SafeFileHandle, 0)));
    }

    private bool StillThere(string file, FilePosition position)
    {
        try
        {
            using var handle = File.OpenHandle(Path.Combine(options.Path, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return FileFingerprint.Matches(handle, position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is UnauthorizedAccessException;
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(options.Path);
            watcher.Created += (_, _) => _changed.Release();
            watcher.Changed += (_, _) => _changed.Release();
            watcher.Renamed += (_, _) => _changed.Release();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            // The folder is gone for now; the next look says so.
            return null;
        }
    }

    private sealed class Known(FilePosition position)
    {
        public FilePosition Position { get; set; } = position;

        public long Length { get; private set; } = -1;

        public DateTime Written { get; private set; }

        /// <summary>The file's length when its last, half line was handed on.</summary>
        public long HalfLineAt { get; set; } = -1;

        /// <summary>Whether a file that is read as a whole was, as it is.</summary>
        public bool IsRead { get; set; }

        /// <summary>When it was last seen to have changed.</summary>
        public DateTimeOffset SeenAt { get; private set; }

        /// <summary>What the file was when reading began: what came since is seen as a change at the next look.</summary>
        public void Saw(FileInfo file, DateTimeOffset now)
        {
            (Length, Written) = (file.Length, file.LastWriteTimeUtc);
            SeenAt = now;
        }
    }
}
