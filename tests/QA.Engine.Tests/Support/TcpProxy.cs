using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Tests.Support;

/// <summary>Stands on loopback before a server and breaks on cue.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly int _server;
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private TcpListener? _listener;
    private long _untilCut = long.MaxValue;

    /// <param name="server">The server's port on 127.0.0.1.</param>
    public TcpProxy(int server)
    {
        _server = server;
        Port = FreePorts.Next();
        Mend();
    }

    public int Port { get; }

    /// <summary>Cuts every connection and refuses new ones.</summary>
    public void Break()
    {
        _listener?.Stop();
        lock (_gate)
        {
            foreach (var client in _open)
                client.Dispose();
            _open.Clear();
        }
    }

    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = Accept(_listener);
    }

    /// <summary>Cuts the connection once, when the server has sent so many more bytes.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _untilCut, bytes);

    /// <summary>Whether the cut of <see cref="CutAfter"/> has happened.</summary>
    public bool HasCut { get; private set; }

    public void Dispose() => Break();

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _server);
                lock (_gate)
                {
                    _open.Add(client);
                    _open.Add(server);
                }

                _ = Pump(client, server, counted: false);
                _ = Pump(server, client, counted: true);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Broken on cue.
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, bool counted)
    {
        try
        {
            var buffer = new byte[4096];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                if (counted && Interlocked.Add(ref _untilCut, -read) < 0)
                {
                    HasCut = true;
                    CutAfter(long.MaxValue);
                    break;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is System.IO.IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Either side has gone.
        }

        from.Dispose();
        to.Dispose();
    }
}
