using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>What is written down of what people do.</summary>
public enum AuditAction
{
    SignIn,
    SignInRefused,
    SignOut,
    PasswordSet,
    PasswordChanged,
    PasswordRefused,
    AccountAdded,
    AccountChanged,
    TranscriptSeen,
    TranscriptsExported,
    VerdictCorrected,
    CorrectionWithdrawn,
    CriticalDecided,
    Reviewed,
    DisputeOpened,
    DisputeAnswered,
    DisputeWithdrawn,
    Acknowledged,
    CoachingAssigned,
    CoachingEnded,
    SampleDrawn,
    AccessRefused,
}

/// <param name="Account">Null: nobody was signed in.</param>
/// <param name="Name">Of the account as it was then; of an API key: <c>key:</c> and its name.</param>
/// <param name="Object">What it was done to: a conversation's id, an account's name …</param>
/// <param name="Detail">Ids and numbers, never words of a transcript or a comment.</param>
/// <param name="Address">Where the request came from.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, long? Account, string Name, AuditAction Action, string Object, string Detail, string Address);

/// <summary>Who looked at which transcript and who decided what; the store itself refuses to change or delete a line.</summary>
internal sealed class AuditTrail(IPeopleDatabase database, TimeProvider time)
{
    public void Write(long? account, string name, AuditAction action, string @object, string detail, string address) => database.Write(connection => connection.Execute(
        """
        INSERT INTO audit_trail (at, account, name, action, object, detail, address) VALUES (@at, @account, @name, @action, @object, @detail, @address)
        """,
        new
        {
            at = Instant.Of(time.GetUtcNow()), account, name = database.Text(name), action = action.ToString(), @object = database.Text(@object),
            detail = database.Text(detail), address,
        }));

    /// <summary>The newest first.</summary>
    /// <param name="account">Only this account's; null: everybody's.</param>
    /// <param name="object">Only about this; null: about anything.</param>
    /// <param name="before">Only lines with a smaller number; null: from the newest.</param>
    public IReadOnlyList<AuditEntry> List(int most, long? account = null, string? @object = null, AuditAction? action = null, long? before = null) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT number AS Number, at AS At, account AS Account, name AS Name, action AS Action, object AS Object, detail AS Detail, address AS Address
        FROM audit_trail
        WHERE number < @before{(account is null ? "" : " AND account = @account")}{(@object is null ? "" : " AND object = @object")}{(action is null ? "" : " AND action = @action")}
        ORDER BY number DESC LIMIT @most
        """,
        new
        {
            before = before ?? long.MaxValue, account, @object = @object is null ? null : database.Text(@object), action = action?.ToString(), most = (long)most,
        })).Select(row => new AuditEntry(
            row.Number, Instant.At(row.At), row.Account, database.Original(row.Name), Enum.TryParse<AuditAction>(row.Action, out var known) ? known : AuditAction.AccessRefused,
            database.Original(row.Object), database.Original(row.Detail), row.Address)).ToList();

    private sealed class Row
    {
        public long Number { get; init; }

        public long At { get; init; }

        public long? Account { get; init; }

        public string Name { get; init; } = "";

        public string Action { get; init; } = "";

        public string Object { get; init; } = "";

        public string Detail { get; init; } = "";

        public string Address { get; init; } = "";
    }
}
