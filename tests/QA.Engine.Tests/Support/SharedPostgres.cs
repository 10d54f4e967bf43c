using System;
using System.Threading;
using QA.Engine.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace QA.Engine.Tests.Support;

/// <summary>One server for all tests that do not stop it, each with a database of its own; started by the first, stopped behind the last.</summary>
public sealed class SharedPostgres : IDisposable
{
    private static readonly Lazy<PostgresServer> Server = new(() => new PostgresServer(), LazyThreadSafetyMode.ExecutionAndPublication);

    internal static PostgresServer Value => Server.Value;

    public void Dispose()
    {
        if (Server.IsValueCreated)
            Server.Value.Dispose();
    }
}
