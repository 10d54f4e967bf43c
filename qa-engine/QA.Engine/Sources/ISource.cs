using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Sources;

/// <summary>
/// Where conversations come from. A source reads and remembers nothing for good: the taker keeps each chunk's position together with
/// what came of it, and gives the positions back by <see cref="Restore"/>. One thread at a time.
/// </summary>
internal interface ISource : IDisposable
{
    /// <summary>Its name in the settings; positions and leases are kept under it.</summary>
    string Name { get; }

    /// <summary>Whether several workers may take from it at once, because it shares itself out (a queue); otherwise one at a time does.</summary>
    bool IsShared { get; }

    /// <summary>Bytes the last call of <see cref="Take"/> found unread when it began; 0 where the source cannot tell.</summary>
    long BytesFound { get; }

    /// <summary>Parts that could not be read at the last <see cref="Take"/>, with the reason; they are tried again.</summary>
    IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// Goes on behind these positions and forgets whatever it gave out since: at the start, and after a failure, when chunks were given out
    /// that nobody kept.
    /// </summary>
    void Restore(IReadOnlyList<SourcePosition> positions);

    /// <summary>What is new, in order. Ends where there is nothing more for now. May block while it reads.</summary>
    /// <param name="everythingIsWhole">Takes what looks half written as well: nobody is going to write on.</param>
    /// <exception cref="SourceException">It cannot be read for now; the taker waits, restores and tries again.</exception>
    IEnumerable<SourceChunk> Take(bool everythingIsWhole, CancellationToken cancellation);

    /// <summary>Returns when there may be something new, at the latest after the source's own polling interval.</summary>
    Task WaitForChange(CancellationToken cancellation);
}

/// <summary>How far a part of a source was read.</summary>
/// <param name="Part">A file's name, or empty where the source has no parts.</param>
/// <param name="Value">Text only the source understands.</param>
internal sealed record SourcePosition(string Part, string Value);

/// <summary>A source cannot be read for now; the message says which, what is wrong and what would be right, and holds no secret.</summary>
internal sealed class SourceException : Exception
{
    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
