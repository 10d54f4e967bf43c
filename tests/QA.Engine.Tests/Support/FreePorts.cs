using System;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace QA.Engine.Tests.Support;

/// <summary>Ports for servers that go and come back: while one is down, nobody here takes its port.</summary>
internal static class FreePorts
{
    // The range Linux gives out for outgoing connections begins at 32768; each of the hundreds that other tests make might take a port from there.
    private const int First = 20_000;
    private const int Count = 12_000;

    // Another process of tests begins elsewhere; within this one no port is given twice.
    private static int _last = Begin();

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port))
                return port;
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "A port is no secret.")]
    private static int Begin() => Random.Shared.Next(Count);

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
