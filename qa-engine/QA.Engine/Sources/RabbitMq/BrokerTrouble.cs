using System;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>What the client and the broker complain of, as what is wrong and what would be right.</summary>
internal static class BrokerTrouble
{
    private const int AccessRefused = 403;
    private const int NotFound = 404;
    private const int ResourceLocked = 405;
    private const int PreconditionFailed = 406;
    private const int NotAllowed = 530;
    private const int ConnectionForced = 320;

    /// <summary>Whether the failure is the broker's or the network's, and trying again may help.</summary>
    public static bool Is(Exception e) =>
        e is RabbitMQClientException or IOException or SocketException or TimeoutException or AuthenticationException or OperationCanceledException or ObjectDisposedException;

    public static SourceException Because(RabbitMqOptions options, Exception e) => new($"{options.Place}: {Told(options, e)}", e);

    public static SourceException Because(RabbitMqOptions options, ShutdownEventArgs reason) => new($"{options.Place}: {Told(options, reason)}");

    public static SourceException Cancelled(RabbitMqOptions options) =>
        new($"{options.Place}: the broker ended the delivery, most likely because the queue was deleted or moved; it is looked for again");

    private static string Told(RabbitMqOptions options, Exception e) => Cause(e) switch
    {
        OperationInterruptedException { ShutdownReason: { } reason } => Told(options, reason),
        AuthenticationFailureException or PossibleAuthenticationFailureException => "the broker refuses the user or the password; correct them in Uri",
        AuthenticationException tls => $"no TLS connection: {Plain(tls.Message)}; amqps:// needs a broker that speaks TLS on that port and a certificate this machine trusts",
        TimeoutException or OperationCanceledException => "the broker did not answer in time; is it reachable, and has the queue a leader?",
        SocketException socket => $"the broker cannot be reached: {Plain(socket.Message)}; is it running, and are host and port in Uri right?",
        var other => $"the connection failed: {Plain(other.Message)}",
    };

    private static string Told(RabbitMqOptions options, ShutdownEventArgs reason) => (int)reason.ReplyCode switch
    {
        AccessRefused => $"the broker refuses access ({Plain(reason.ReplyText)}); give the user the rights to configure, write and read it",
        NotFound when options.Declare && options.Exchange.Length > 0 => $"something is missing at the broker ({Plain(reason.ReplyText)}); create it or correct Exchange",
        NotFound => $"something is missing at the broker ({Plain(reason.ReplyText)}); create it, or set Declare to true and it is made",
        ResourceLocked => $"the queue belongs to another connection alone ({Plain(reason.ReplyText)}); name another Queue",
        PreconditionFailed when Contains(reason, "timed out") => $"nothing was acknowledged for longer than the broker allows ({Plain(reason.ReplyText)}); it delivers again",
        PreconditionFailed when Contains(reason, "inequivalent") || Contains(reason, "invalid") =>
            $"the queue is there with other settings ({Plain(reason.ReplyText)}); set Declare to false to use it as it is, name another Queue, or delete it",
        NotAllowed => $"the broker does not allow it ({Plain(reason.ReplyText)}); is the virtual host in Uri right, and may the user use it?",
        ConnectionForced => $"the broker closed the connection ({Plain(reason.ReplyText)})",
        _ => $"the connection was lost ({Plain(reason.ReplyText)})",
    };

    private static bool Contains(ShutdownEventArgs reason, string words) => reason.ReplyText.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>The innermost failure that says something of its own.</summary>
    private static Exception Cause(Exception e)
    {
        while (e is BrokerUnreachableException or ConnectFailureException or AggregateException or IOException && e.InnerException is { } inner)
            e = inner;
        return e;
    }

    private static string Plain(string message) => message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
