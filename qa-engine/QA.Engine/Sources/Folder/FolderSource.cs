using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// Watches a folder of <c>*.jsonl</c> files and reads what is appended. Files may grow, be replaced, shortened, renamed or
/// rotated. Each file is a part with a position of its own.
/// </summary>
internal sealed class FolderSource(string name, FolderOptions options, ReadLimits limits, TimeProvider time) : ISource
{
    public static SourceKind Kind { get; } = new(
        "folder",
        "Watches a folder of JSON Lines files.",
        (name, settings, surroundings) =>
        {
            var path = settings.Text("Path");
            var options = new FolderOptions
            {
                Path = path.Length > 0 ? path : System.IO.Path.Combine(surroundings.Data, name),
                Poll = settings.Duration("Poll", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
                Settle = settings.Duration("Settle", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1)),
            };
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
        var files = Changed();
        BytesFound = 0;
        foreach (var (file, _) in files)
            BytesFound += Math.Max(0, file.Length - (_known.TryGetValue(file.Name, out var known) ? known.Position.Offset : 0));
        foreach (var (file, settled) in files)
        {
            foreach (var chunk in Read(file, everythingIsWhole || settled))
            {
                yield return chunk;
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

    private List<(FileInfo File, bool Settled)> Changed()
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
            if (known is null || known.Length != file.Length || known.Written != file.LastWriteTimeUtc)
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

    private string[] Names()
    {
        try
        {
            return Directory.GetFiles(options.Path, "*.jsonl");
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

    private static SourceChunk Chunk(string file, LineChunk lines, FilePosition after, string? renamedFrom) =>
        new() { Origin = file, Lines = lines, After = after.Written(), Forget = renamedFrom };

    private Known Recognise(FileInfo file, FileStream stream, out string? renamedFrom)
    {
        renamedFrom = null;
        if (_known.TryGetValue(file.Name, out var same) && FileFingerprint.Matches(stream.SafeFileHandle, same.Position))
            return same;
        foreach (var (otherName, other) in _known)
        {
            if (other.Position.Offset == 0 || string.Equals(otherName, file.Name, StringComparison.Ordinal)
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

    private FileSystemWatcher Watch()
    {
        var watcher = new FileSystemWatcher(options.Path, "*.jsonl");
        watcher.Created += (_, _) => _changed.Release();
        watcher.Changed += (_, _) => _changed.Release();
        watcher.Renamed += (_, _) => _changed.Release();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private sealed class Known(FilePosition position)
    {
        public FilePosition Position { get; set; } = position;

        public long Length { get; private set; } = -1;

        public DateTime Written { get; private set; }

        /// <summary>The file's length when its last, half line was handed on.</summary>
        public long HalfLineAt { get; set; } = -1;

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
