using System;
using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QA.Engine.Storage.Sqlite;

/// <summary>
/// A statement compiled once and run many times. Dapper and ADO.NET look each parameter up by name on each run, and their texts end at the first
/// NUL; here texts and bytes go in and out as they are.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int PreparePersistent = 1;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, PreparePersistent, out _statement));
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement With(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public Statement With(long? value) => value is { } number ? With(number) : WithNull();

    public Statement WithNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public Statement With(ReadOnlySpan<byte> blob)
    {
        Check(raw.sqlite3_bind_blob(_statement, ++_bound, blob));
        return this;
    }

    public Statement With(bool value) => With(value ? 1L : 0L);

    /// <summary>Binds text by its length, so that a NUL in it does not end it.</summary>
    public Statement With(string? text)
    {
        if (text is null)
            return WithNull();
        const int small = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= small)
        {
            Span<byte> bytes = stackalloc byte[small];
            return WithUtf8(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return WithUtf8(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        Step();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs a statement and gives the first column of its first row; null where there is none, or it is NULL.</summary>
    public long? Number()
    {
        var code = raw.sqlite3_step(_statement);
        long? number = code == raw.SQLITE_ROW && raw.sqlite3_column_type(_statement, 0) != raw.SQLITE_NULL
            ? raw.sqlite3_column_int64(_statement, 0)
            : null;
        Reset(code);
        return number;
    }

    /// <summary>Goes to the next row; behind the last the statement is ready to be run again.</summary>
    /// <returns>Whether there is one. Whoever stops earlier calls <see cref="Rewind"/>.</returns>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        Reset(code);
        return false;
    }

    /// <summary>Leaves the rows that were not read, and makes the statement ready to be run again.</summary>
    public void Rewind() => Reset(raw.SQLITE_DONE);

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => checked((int)Long(column));

    public bool Bool(int column) => Long(column) != 0;

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public int? IntOrNull(int column) => IsNull(column) ? null : Int(column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => Utf8(column).ToArray();

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);

    /// <summary>A blob's or a text's bytes, void once the statement moves on.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>The number of the row this connection inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(_database);

    public void Dispose() => _statement.Dispose();

    /// <summary>Binds UTF-8 as text.</summary>
    public Statement WithUtf8(ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, ++_bound, utf8));
        return this;
    }

    private void Step()
    {
        int code;
        do
        {
            code = raw.sqlite3_step(_statement);
        }
        while (code == raw.SQLITE_ROW);
        Reset(code);
    }

    private void Reset(int code)
    {
        // Reset gives back the step's error code; the step's own is the one to report.
        _ = raw.sqlite3_reset(_statement);
        _bound = 0;
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            Check(code);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, _database);
    }
}
