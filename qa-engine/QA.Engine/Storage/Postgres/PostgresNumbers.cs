using System.Threading;

namespace QA.Engine.Storage.Postgres;

/// <summary>Numbers of rows, taken from the server a block at a time. For any thread.</summary>
internal sealed class PostgresNumbers(PostgresConnections connections)
{
    // The increment of the sequence.
    private const int Block = 1024;
    private readonly Lock _lock = new();
    private long _next;
    private long _end;

    /// <summary>Greater than all this gave before.</summary>
    public long Next()
    {
        lock (_lock)
        {
            if (_next == _end)
            {
                _next = connections.Use(static connection => connection.Scalar<long>("SELECT nextval('qa.numbers')"));
                _end = _next + Block;
            }

            return _next++;
        }
    }
}
