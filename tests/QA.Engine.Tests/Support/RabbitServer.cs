using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace QA.Engine.Tests.Support;

/// <summary>
/// A real RabbitMQ on loopback, with a folder, ports, a node name and a name service of its own. Starting takes about six seconds, so
/// tests share one and use queues of their own. It ends with the tests, even where they are killed: a shell that reads from them stands
/// between, and ends what it started when there is nobody left to read from.
/// </summary>
public sealed class RabbitServer : IAsyncLifetime
{
    private const string Script =
        """
        "$EPMD" -port "$ERL_EPMD_PORT" -address 127.0.0.1 &
        epmd=$!
        "$SERVER" > "$RABBITMQ_LOG_BASE/out.txt" 2>&1 &
        broker=$!
        read how
        kill "-${how:-KILL}" $broker
        wait $broker
        kill -KILL $epmd
        """;

    /// <summary>Of the only user; a word that stands nowhere else, so that tests can look for it.</summary>
    public const string Password = "p4ss-of-the-tests";

    private const string User = "qa";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TempFolder _folder = new();
    private readonly int[] _ports = [FreePorts.Next(), FreePorts.Next(), FreePorts.Next()];
    private Process? _shell;

    /// <summary>With user and password; the virtual host is <c>/</c>.</summary>
    public string Uri => string.Create(CultureInfo.InvariantCulture, $"amqp://{User}:{Password}@127.0.0.1:{Port}/");

    public int Port => _ports[0];

    public async ValueTask InitializeAsync() => await Start();

    public async ValueTask DisposeAsync()
    {
        Kill();
        _folder.Dispose();
        await ValueTask.CompletedTask;
    }

    /// <summary>Starts on the same data and waits until it answers.</summary>
    public async Task Start()
    {
        Directory.CreateDirectory(_folder["data"]);
        Directory.CreateDirectory(_folder["log"]);
        Directory.CreateDirectory(_folder["home"]);
        _folder.Write("enabled_plugins", "[].");
        _folder.Write("rabbitmq.conf", string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{_ports[0]}
            distribution.listener.interface = 127.0.0.1
            distribution.listener.port_range.min = {_ports[1]}
            distribution.listener.port_range.max = {_ports[1]}
            default_user = {User}
            default_pass = {Password}
            disk_free_limit.absolute = 1MB
            log.console = false

            """));
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var (name, value) in Surroundings())
            start.Environment[name] = value;
        _shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start");
        await UntilItAnswers();
    }

    /// <summary>An orderly stop, as an administrator would.</summary>
    public void Stop() => End("TERM");

    /// <summary>As a power cut would.</summary>
    public void Kill() => End("KILL");

    public async Task Restart()
    {
        Stop();
        await Start();
    }

    /// <summary>A connection for what a test does beside the source.</summary>
    public async Task<IConnection> Connect() =>
        await new ConnectionFactory { Uri = new Uri(Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    /// <summary>Puts bodies into a queue; returns once the broker has confirmed all of them.</summary>
    public async Task Publish(string queue, params IEnumerable<byte[]> bodies)
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var confirmed = new List<Task>();
        foreach (var body in bodies)
        {
            confirmed.Add(channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true }, body).AsTask());
            if (confirmed.Count == 200)
            {
                await Task.WhenAll(confirmed);
                confirmed.Clear();
            }
        }

        await Task.WhenAll(confirmed);
    }

    public Task Publish(string queue, params IEnumerable<string> bodies) => Publish(queue, bodies.Select(Encoding.UTF8.GetBytes));

    /// <summary>Takes out of a queue whatever is ready in it.</summary>
    public async Task<IReadOnlyList<string>> Drain(string queue)
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync();
        var bodies = new List<string>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
            bodies.Add(Encoding.UTF8.GetString(got.Body.Span));
        return bodies;
    }

    /// <summary>How many messages are ready; those that were delivered and not acknowledged are not counted.</summary>
    public async Task<uint> Ready(string queue)
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    /// <summary>Deletes queues, where they are, at the end of a test.</summary>
    public async Task Delete(params IEnumerable<string> queues)
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in queues)
            await channel.QueueDeleteAsync(queue);
    }

    /// <summary>Not the command on the path: Debian's insists on the user and the folders of the system's own broker.</summary>
    private static string ServerProgram() =>
        Programs("/usr/lib/rabbitmq/lib", "rabbitmq_server-*", "sbin/rabbitmq-server").FirstOrDefault()
        ?? throw new InvalidOperationException(
            "there is no RabbitMQ under /usr/lib/rabbitmq; install the Debian package rabbitmq-server (apt-get install rabbitmq-server)");

    private static string NameServiceProgram() =>
        Programs("/usr/lib/erlang", "erts-*", "bin/epmd").FirstOrDefault()
        ?? throw new InvalidOperationException("there is no epmd under /usr/lib/erlang; install the Debian package erlang-base (apt-get install rabbitmq-server brings it)");

    private static IEnumerable<string> Programs(string root, string versions, string program) =>
        Directory.Exists(root)
            ? Directory.GetDirectories(root, versions).OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, program)).Where(File.Exists)
            : [];

    private IEnumerable<(string Name, string Value)> Surroundings() =>
    [
        ("SERVER", ServerProgram()),
        ("EPMD", NameServiceProgram()),
        ("HOME", _folder["home"]),
        ("ERL_EPMD_ADDRESS", "127.0.0.1"),
        ("ERL_EPMD_PORT", _ports[2].ToString(CultureInfo.InvariantCulture)),
        ("RABBITMQ_NODENAME", string.Create(CultureInfo.InvariantCulture, $"qa-test-{_ports[0]}@localhost")),
        ("RABBITMQ_MNESIA_BASE", _folder["data"]),
        ("RABBITMQ_LOG_BASE", _folder["log"]),
        ("RABBITMQ_CONFIG_FILE", _folder["rabbitmq.conf"]),
        ("RABBITMQ_CONF_ENV_FILE", _folder["none"]),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", _folder["enabled_plugins"]),
        ("RABBITMQ_FEATURE_FLAGS_FILE", _folder["feature_flags"]),
        ("RABBITMQ_PID_FILE", _folder["pid"]),

        // Makes the start script become the broker, so that a signal to one reaches the other.
        ("RUNNING_UNDER_SYSTEMD", "true"),

        // Two schedulers that never spin: other tests need the processors.
        ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"),
    ];

    private async Task UntilItAnswers()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await Connect();
                return;
            }
            catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException)
            {
                if (waited.Elapsed > Patience || _shell is null or { HasExited: true })
                    throw new InvalidOperationException($"RabbitMQ does not answer; what it said:\n{LastWords()}", e);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private string LastWords()
    {
        const int lines = 40;
        return string.Join('\n', Directory.GetFiles(_folder["log"]).Order(StringComparer.Ordinal).SelectMany(file => File.ReadLines(file).TakeLast(lines)));
    }

    private void End(string signal)
    {
        if (_shell is not { } shell)
            return;
        _shell = null;
        if (!shell.HasExited)
        {
            shell.StandardInput.WriteLine(signal);
            shell.StandardInput.Close();
            if (!shell.WaitForExit(Patience))
                throw new TimeoutException($"RabbitMQ does not stop; what it said:\n{LastWords()}");
        }

        shell.Dispose();
    }
}

/// <summary>One broker for all tests that need one; they run one after another, so that some may restart it.</summary>
[CollectionDefinition(Name)]
public sealed class RabbitServerTests : ICollectionFixture<RabbitServer>
{
    public const string Name = "RabbitMQ";
}
