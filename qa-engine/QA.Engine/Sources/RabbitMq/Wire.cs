using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using RabbitMQ.Client;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>
/// A connection and the socket below it, so that it can be ended for certain. The client's own goodbye may wait for ever where the other
/// side is gone while something is being written (seen with 7.1.2 when a broker is stopped under load), and as long as the socket lives,
/// the broker holds back what was delivered on it.
/// </summary>
internal sealed class Wire : IDisposable
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(3);
    private TcpClientAdapter? _socket;

    public IConnection? Connection { get; set; }

    /// <summary>Makes the client's sockets.</summary>
    public ITcpClient Socket(AddressFamily family) => _socket = new TcpClientAdapter(
        new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    /// <param name="politely">Whether the broker is told first.</param>
    public async Task Close(bool politely)
    {
        if (Connection is { } connection)
        {
            if (politely)
                await AtMost(connection.AbortAsync(LongestGoodbye));
            Dispose();
            await AtMost(connection.DisposeAsync().AsTask());
        }
        else
        {
            Dispose();
        }
    }

    public void Dispose() => _socket?.Dispose();

    private static async Task AtMost(Task goodbye)
    {
        try
        {
            await goodbye.WaitAsync(LongestGoodbye);
        }
        catch (Exception e) when (BrokerTrouble.Is(e))
        {
            // It is gone, or will be when the socket is.
        }
    }
}
