using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Sources;

namespace QA.Engine.Tests.Support;

/// <summary>A source that gives the lines it was told, one chunk each, and fails where it was told to.</summary>
internal sealed class ScriptedSource(string name, bool isShared = false) : ISource
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _changed = new(0);
    private int _next;

    /// <summary>Called before each line is given, with its number; throws to fail.</summary>
    public Action<int>? Before { get; set; }

    /// <summary>The numbers of the lines that were acknowledged.</summary>
    public List<int> Kept { get; } = [];

    public int Restores { get; private set; }

    public string Name => name;

    public bool IsShared => isShared;

    public long BytesFound => 0;

    public IReadOnlyList<string> Problems => [];

    public void Add(params IEnumerable<string> lines)
    {
        lock (_gate)
            _lines.AddRange(lines);
        _changed.Release();
    }

    public void Restore(IReadOnlyList<SourcePosition> positions)
    {
        Restores++;
        _next = positions.Count == 0 ? 0 : int.Parse(positions.Single().Value, CultureInfo.InvariantCulture);
    }

    public IEnumerable<SourceChunk> Take(bool everythingIsWhole, CancellationToken cancellation)
    {
        while (true)
        {
            string line;
            lock (_gate)
            {
                if (_next >= _lines.Count)
                    yield break;
                line = _lines[_next];
            }

            var number = _next;
            Before?.Invoke(number);
            _next++;
            var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length));
            var length = Encoding.UTF8.GetBytes(line, buffer);
            yield return new SourceChunk
            {
                Origin = name,
                Lines = new LineChunk(buffer, length, number + 1, 0, 1),
                After = new SourcePosition("", _next.ToString(CultureInfo.InvariantCulture)),
                Kept = () =>
                {
                    lock (_gate)
                        Kept.Add(number);
                },
            };
        }
    }

    public async Task WaitForChange(CancellationToken cancellation)
    {
        await _changed.WaitAsync(TimeSpan.FromMilliseconds(20), cancellation);
    }

    public void Dispose() => _changed.Dispose();
}
