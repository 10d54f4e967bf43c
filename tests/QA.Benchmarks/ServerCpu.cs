using System;
using System.Globalization;
using System.IO;
using Npgsql;
using QA.Engine.Storage.Postgres;

namespace QA.Benchmarks;

/// <summary>What all processes of a PostgreSQL server on this machine use of the CPU; nothing where the server is elsewhere, or this is not Linux.</summary>
internal sealed class ServerCpu
{
    // /proc counts in hundredths of a second on every Linux (USER_HZ).
    private const int TicksASecond = 100;
    private readonly int? _server;

    public ServerCpu(string postgres)
    {
        using var connection = new NpgsqlConnection(postgres);
        connection.Open();
        if (Read(connection.Scalar<int>("SELECT pg_backend_pid()")) is { Name: "postgres" } backend)
            _server = backend.Parent;
    }

    /// <summary>Up to now, those of its processes that ended included.</summary>
    public TimeSpan Total()
    {
        if (_server is not { } server)
            return TimeSpan.Zero;
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Read(process) is { } known)
                ticks += process == server ? known.Own + known.Ended : known.Parent == server ? known.Own : 0;
        }

        return TimeSpan.FromSeconds((double)ticks / TicksASecond);
    }

    /// <returns>Null: there is no such process.</returns>
    private static Process? Read(int process)
    {
        try
        {
            // proc(5): number, (name), state, parent; utime, stime, cutime and cstime are numbers 14 to 17, counted from 1.
            var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var rest = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return new Process(line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..line.LastIndexOf(')')], (int)At(1), At(11) + At(12), At(13) + At(14));

            long At(int place) => long.Parse(rest[place], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Process(string Name, int Parent, long Own, long Ended);
}
