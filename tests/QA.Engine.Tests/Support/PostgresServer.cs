using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using Npgsql;

namespace QA.Engine.Tests.Support;

/// <summary>
/// A PostgreSQL server of its own: made by <c>initdb</c> in a temporary folder, on a free port of 127.0.0.1, gone with <see cref="Dispose"/>,
/// and gone as well when this process dies without it. PostgreSQL refuses root, so root runs it as the user postgres, or else nobody.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    // Of pg_ctl, in seconds: initdb's first start and a recovery take their time on a busy machine.
    private const string Patience = "300";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    private readonly string _binaries;
    private readonly string _folder;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly Process _guard;
    private int _databases;

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="settings">Settings of the server beside those it needs to run here, such as <c>fsync=off</c>.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start; the message says what to do.</exception>
    public PostgresServer(params IReadOnlyList<string> settings)
    {
        _binaries = FindBinaries();
        _folder = Directory.CreateTempSubdirectory("qa-postgres-").FullName;
        File.WriteAllText(Path.Combine(_folder, "password"), _password);
        if (User is { } user)
            Run("chown", ["-R", user, _folder]);

        // Whatever becomes of this process, the end of its pipe is the end of the server and its folder.
        _guard = Begin("/bin/sh", ["-c", "read -r _; \"$1/pg_ctl\" -D \"$2/data\" -m immediate -w stop; rm -rf \"$2\"", "guard", _binaries, _folder], redirectInput: true, User);
        try
        {
            RunAsUser("initdb", "-D", Data, "-U", "qa", "--pwfile", Path.Combine(_folder, "password"), "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync");
            for (var attempt = 1; ; attempt++)
            {
                Port = FreePorts.Next();
                File.WriteAllLines(
                    Path.Combine(Data, "postgresql.auto.conf"),
                    [
                        "listen_addresses='127.0.0.1'",
                        string.Create(CultureInfo.InvariantCulture, $"port={Port}"),
                        "unix_socket_directories=''",
                        "max_connections=200",
                        .. settings,
                    ]);
                try
                {
                    Start();
                    return;
                }
                catch (InvalidOperationException) when (attempt < 3)
                {
                    // Somebody else took the port between the look and the start.
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; private set; }

    /// <summary>The user root runs servers as; null where this process is nobody special.</summary>
    private static string? User { get; } =
        !OperatingSystem.IsLinux() || Environment.UserName != "root" ? null
        : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>How a superuser reaches a database; holds the password.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "qa",
        Password = _password,
        Database = database,
    }.ToString();

    /// <summary>Makes a database that no other test uses.</summary>
    /// <param name="template">A database of this server to copy, which nobody may be connected to; null: an empty one.</param>
    /// <returns>Its name.</returns>
    public string NewDatabase(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"qa_{Interlocked.Increment(ref _databases)}");
        Execute($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        return name;
    }

    /// <summary>Runs a statement as superuser.</summary>
    public void Execute(string sql, string database = "postgres")
    {
        // Without a pool: a connection left open would stand in the way of copying or dropping its database.
        using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns once it takes connections.</summary>
    public void Start() => RunAsUser("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", Patience, "-s", "start");

    /// <summary>Returns once it is down.</summary>
    /// <param name="immediately">As if it had crashed: it recovers at the next start. Otherwise connections are cut and it stops in order.</param>
    public void Stop(bool immediately = false) =>
        RunAsUser("pg_ctl", "-D", Data, "-m", immediately ? "immediate" : "fast", "-w", "-t", Patience, "-s", "stop");

    public void Restart(bool immediately = false)
    {
        Stop(immediately);
        Start();
    }

    /// <summary>What the server wrote to its log, for a test that failed.</summary>
    public string Log() => File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "";

    public void Dispose()
    {
        _guard.StandardInput.Close();
        _guard.WaitForExit(TimeSpan.FromSeconds(60));
        _guard.Dispose();
    }

    private static string FindBinaries()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian))
        {
            folders.AddRange(Directory.GetDirectories(debian)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin")));
        }

        return folders.Find(folder => Programs.All(program => File.Exists(Path.Combine(folder, program))))
            ?? throw new InvalidOperationException(
                $"PostgreSQL's initdb, pg_ctl and postgres are together in no folder of PATH and not in {debian}/*/bin; install the Debian package postgresql (apt-get install postgresql)");
    }

    private void RunAsUser(string program, params string[] arguments) => Run(Path.Combine(_binaries, program), arguments, User);

    private void Run(string program, IReadOnlyList<string> arguments, string? user = null)
    {
        using var process = Begin(program, arguments, user: user);
        process.WaitForExit();
        if (process.ExitCode == 0)
            return;
        var log = Log();
        throw new InvalidOperationException(
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}{log[Math.Max(0, log.Length - 2_000)..]}");
    }

    private Process Begin(string program, IReadOnlyList<string> arguments, bool redirectInput = false, string? user = null)
    {
        // setpriv becomes the program; runuser would stand between us and it.
        string[] asUser = user is null
            ? []
            : ["setpriv", $"--reuid={user}", $"--regid={(user == "nobody" ? "nogroup" : user)}", "--clear-groups"];
        string[] line = [.. asUser, program, .. arguments];
        return Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = redirectInput,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        })!;
    }
}
