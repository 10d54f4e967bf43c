using System;
using System.Data;
using System.IO;
using System.Net.Sockets;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// The connections of a store, and what their errors mean: whatever may pass by itself (a server that is down or full, a connection that
/// broke) is a <see cref="StoreUnavailableException"/>; two workers in each other's way are tried again here.
/// </summary>
internal sealed class PostgresConnections : IDisposable
{
    // Two workers that meet twice in a row are rare; ten times is a bug.
    private const int MostAttempts = 10;
    private readonly NpgsqlDataSource _source;
    private volatile bool _letIn;

    /// <exception cref="StoreException">It is no connection string.</exception>
    public PostgresConnections(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            // The driver's message names the key, never a value; the string itself may hold a password.
            throw new StoreException($"Store:Postgres is no connection string: {e.Message}; \"Host=db;Database=qa;Username=qa;Password=…\" would be one", e);
        }

        if (string.IsNullOrEmpty(settings.Host))
            throw new StoreException("Store:Postgres names no host; \"Host=db;Database=qa;Username=qa;Password=…\" would");
        var database = settings.Database ?? settings.Username;
        Place = $"{settings.Host}:{settings.Port}/{database}";

        // What the string leaves open. A worker that is stopped in the middle of a transaction must not hold its locks for ever; pages and workers together have more than
        // a hundred statements; compiling one costs more than any of them takes.
        Default("Timeout", () => settings.Timeout = 10);
        Default("Command Timeout", () => settings.CommandTimeout = 120);
        Default("Keepalive", () => settings.KeepAlive = 30);
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 200);
        Default("Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 3);
        Default("No Reset On Close", () => settings.NoResetOnClose = true);
        Default("Application Name", () => settings.ApplicationName = "qa-engine");
        Default("Options", () => settings.Options = "-c jit=off -c statement_timeout=110s -c lock_timeout=60s -c idle_in_transaction_session_timeout=120s");
        settings.SearchPath = "qa,pg_catalog";
        settings.IncludeErrorDetail = false;
        settings.PersistSecurityInfo = false;
        _source = new NpgsqlDataSourceBuilder(settings.ToString()).Build();

        void Default(string key, Action set)
        {
            if (!settings.ShouldSerialize(key))
                set();
        }
    }

    /// <summary>Host, port and database.</summary>
    public string Place { get; }

    public void Dispose() => _source.Dispose();

    /// <summary>Some statements, each for itself.</summary>
    public T Use<T>(Func<NpgsqlConnection, T> work) => Attempt(() =>
    {
        using var connection = Connect();
        return work(connection);
    });

    /// <summary>Some statements, all or none. May be called again from the start.</summary>
    public T Transact<T>(Func<NpgsqlConnection, T> work, IsolationLevel isolation = IsolationLevel.ReadCommitted) => Attempt(() =>
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(isolation);
        var result = work(connection);
        try
        {
            transaction.Commit();
        }
        catch (Exception e) when (IsBroken(e))
        {
            // Nobody knows whether it was committed. The caller tries again, and what was kept counts as known.
            throw Unavailable(e);
        }

        return result;
    });

    /// <summary>Several queries that see one state of the store.</summary>
    public T Look<T>(Func<NpgsqlConnection, T> work) => Transact(work, IsolationLevel.RepeatableRead);

    /// <exception cref="StoreUnavailableException">The server let this program in before and refuses it now.</exception>
    private NpgsqlConnection Connect()
    {
        try
        {
            var connection = _source.OpenConnection();
            _letIn = true;
            return connection;
        }
        catch (PostgresException e) when (_letIn && !IsBroken(e))
        {
            // A password is being changed, a database restored: people are at it. At the start it is a wrong setting, which waiting does not mend.
            throw Unavailable(e);
        }
    }

    private T Attempt<T>(Func<T> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return work();
            }
            catch (PostgresException e) when (attempt < MostAttempts && IsInEachOthersWay(e))
            {
                // The other one went first; now it is this one's turn.
            }
            catch (Exception e) when (attempt == 1 && IsBroken(e))
            {
                // Most likely the connection lay in the pool while the server went away and came back: so did all the others.
                _source.Clear();
            }
            catch (Exception e) when (IsBroken(e) || e is PostgresException { SqlState: var state } && MayPass(state) || e is NpgsqlException { InnerException: TimeoutException })
            {
                throw Unavailable(e);
            }
        }
    }

    private static bool IsInEachOthersWay(PostgresException e) => e.SqlState
        is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>Whether the connection is gone, or was never made.</summary>
    private static bool IsBroken(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        PostgresException => false,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException { InnerException: IOException or SocketException } => true,
        NpgsqlException { IsTransient: true } => true,
        IOException or SocketException => true,
        _ => false,
    };

    private static bool MayPass(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)        // connection
        || state.StartsWith("53", StringComparison.Ordinal)     // disk full, out of memory, too many connections
        || state.StartsWith("58", StringComparison.Ordinal)     // the server's own input and output
        || state is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction
            or "25P03" or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private StoreUnavailableException Unavailable(Exception e)
    {
        var why = e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } refused => $"its disk is full ({refused.MessageText}); make room there",
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } refused => $"it has no connection left ({refused.MessageText}); raise max_connections there, or lower Maximum Pool Size in Store:Postgres",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } refused => $"it takes no writes ({refused.MessageText}); name the primary server, or wait until this one is it",
            PostgresException { SqlState: ['2', '8', ..] } refused => $"it refuses the login ({refused.MessageText}); see the role and pg_hba.conf there, and Username and Password in Store:Postgres",
            PostgresException refused => $"{refused.MessageText} ({refused.SqlState}); see the server's log",
            NpgsqlException { InnerException: TimeoutException } => "it did not answer in time; see whether it is overloaded",
            _ => $"{(e.InnerException ?? e).Message}; see whether the server runs and can be reached",
        };
        return new StoreUnavailableException($"{Place}: cannot be reached or written for now: {why}", e);
    }
}
