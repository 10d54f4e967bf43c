using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>Who may sign in, the links that let them choose a password, and the keys that protect their cookies.</summary>
internal sealed class Accounts(IPeopleDatabase database, TimeProvider time)
{
    private const string Columns =
        "number AS Number, name AS Name, display AS Display, role AS Role, teams AS Teams, agent_team AS AgentTeam, agent AS Agent, password AS Password, "
        + "stamp AS Stamp, failures AS Failures, locked_until AS LockedUntil, disabled AS Disabled, created_at AS CreatedAt, seen_at AS SeenAt";

    // Whoever knows a link is let in: as many bits as a key has.
    private const int SecretBytes = 32;

    /// <summary>Upper case and lower case are one name, and so are composed and decomposed letters.</summary>
    public static string NameOf(string typed) => typed.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    public bool IsEmpty() => database.Read(static connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM accounts WHERE password IS NOT NULL")) == 0;

    public Account? Find(string name) => One("name = @name", new { name = NameOf(name) });

    public Account? Find(long number) => One("number = @number", new { number });

    /// <summary>By name.</summary>
    public IReadOnlyList<Account> All() => database.Read(connection => connection.Query<Row>($"SELECT {Columns} FROM accounts ORDER BY name"))
        .Select(row => Read(row)).ToList();

    /// <returns>Null: the name is taken.</returns>
    public Account? Add(string name, string display, Role role, IReadOnlyList<string> teams, AgentName? agent)
    {
        var number = database.Write(connection => connection.ExecuteScalar<long?>(
            """
            INSERT INTO accounts (name, display, role, teams, agent_team, agent, stamp, created_at)
            VALUES (@name, @display, @role, @teams, @team, @agent, @stamp, @at)
            ON CONFLICT (name) DO NOTHING RETURNING number
            """,
            new
            {
                name = NameOf(name), display = database.Text(display), role = Word(role), teams = Written(teams), team = Written(agent?.Team), agent = Written(agent?.Name),
                stamp = Secret(), at = Instant.Of(time.GetUtcNow()),
            }));
        return number is { } added ? Find(added) : null;
    }

    /// <summary>Changes what somebody may do; ends their sign-ins.</summary>
    public void Change(long number, string display, Role role, IReadOnlyList<string> teams, AgentName? agent, bool disabled) => database.Write(connection => connection.Execute(
        """
        UPDATE accounts SET display = @display, role = @role, teams = @teams, agent_team = @team, agent = @agent, disabled = @disabled, stamp = @stamp WHERE number = @number
        """,
        new
        {
            number, display = database.Text(display), role = Word(role), teams = Written(teams), team = Written(agent?.Team), agent = Written(agent?.Name),
            disabled = disabled ? 1L : 0L, stamp = Secret(),
        }));

    /// <summary>The same password, hashed as strongly as is usual now; older sign-ins stay.</summary>
    public void Rehash(long number, string hash) => database.Write(connection => connection.Execute("UPDATE accounts SET password = @hash WHERE number = @number", new { number, hash }));

    /// <summary>Sets a new password and ends all sign-ins.</summary>
    /// <param name="stamp">Of the account as it was when it was asked for the old one.</param>
    /// <returns>False: the account was changed meanwhile, or is disabled.</returns>
    public bool ChangePassword(long number, string stamp, string hash) => database.Write(connection => connection.Execute(
        "UPDATE accounts SET password = @hash, stamp = @next, failures = 0, locked_until = NULL WHERE number = @number AND stamp = @stamp AND disabled = 0",
        new { number, stamp, hash, next = Secret() })) == 1;

    public void SignedIn(long number) => database.Write(connection => connection.Execute(
        "UPDATE accounts SET failures = 0, locked_until = NULL, seen_at = @now WHERE number = @number", new { number, now = Instant.Of(time.GetUtcNow()) }));

    /// <summary>A wrong password. Every <paramref name="most"/>th in a row locks the account for a while.</summary>
    public void Failed(long number, int most, TimeSpan locked) => database.Write(connection => connection.Execute(
        """
        UPDATE accounts SET failures = failures + 1, locked_until = CASE WHEN (failures + 1) % @most = 0 THEN @until ELSE locked_until END WHERE number = @number
        """,
        new { number, most = (long)most, until = Instant.Of(time.GetUtcNow() + locked) }));

    /// <summary>Makes a link's secret by which somebody may choose a password once; earlier links of the account end.</summary>
    /// <returns>The secret; only its digest is kept.</returns>
    public string Invite(long account, TimeSpan valid) => database.Write(connection =>
    {
        var now = time.GetUtcNow();
        var secret = Secret();
        connection.Execute("DELETE FROM invitations WHERE account = @account AND used_at IS NULL", new { account });
        connection.Execute(
            "INSERT INTO invitations (digest, account, created_at, expires_at) VALUES (@digest, @account, @now, @end)",
            new { digest = Digest(secret), account, now = Instant.Of(now), end = Instant.Of(now + valid) });
        return secret;
    });

    /// <summary>Whose link this is; null where it is none, was used or has run out.</summary>
    public Account? Invited(string secret)
    {
        var account = database.Read(connection => connection.ExecuteScalar<long?>(
            "SELECT account FROM invitations WHERE digest = @digest AND used_at IS NULL AND expires_at > @now",
            new { digest = Digest(secret), now = Instant.Of(time.GetUtcNow()) }));
        return account is { } number && Find(number) is { Disabled: false } found ? found : null;
    }

    /// <summary>Uses a link up and sets the password, both or neither.</summary>
    /// <returns>False: somebody else was faster, or it ran out.</returns>
    public bool Accept(string secret, string hash) => database.Write(connection =>
    {
        var account = connection.ExecuteScalar<long?>(
            "UPDATE invitations SET used_at = @now WHERE digest = @digest AND used_at IS NULL AND expires_at > @now RETURNING account",
            new { digest = Digest(secret), now = Instant.Of(time.GetUtcNow()) });
        return account is { } number && connection.Execute(
            "UPDATE accounts SET password = @hash, stamp = @stamp, failures = 0, locked_until = NULL WHERE number = @number AND disabled = 0",
            new { number, hash, stamp = Secret() }) == 1;
    });

    public IReadOnlyList<string> Keys() => database.Read(static connection => connection.Query<string>("SELECT xml FROM protection_keys ORDER BY number")).ToList();

    public void AddKey(string xml) => database.Write(connection => connection.Execute("INSERT INTO protection_keys (xml) VALUES (@xml)", new { xml }));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string Word(Role role) => role switch
    {
        Role.Agent => "agent",
        Role.Trainer => "trainer",
        Role.Supervisor => "supervisor",
        _ => "admin",
    };

    public static Role? RoleOf(string word) => Enum.GetValues<Role>().Where(role => Word(role) == word).Select(static role => (Role?)role).FirstOrDefault();

    private Account? One(string where, object values)
    {
        var row = database.Read(connection => connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM accounts WHERE {where}", values));
        return row is null ? null : Read(row);
    }

    private string Written(IReadOnlyList<string> teams) => JsonSerializer.Serialize(teams.Select(database.Text));

    private string? Written(string? name) => name is null ? null : database.Text(name);

    private Account Read(Row row) => new(
        row.Number, row.Name, database.Original(row.Display), RoleOf(row.Role) ?? Role.Agent,
        [.. JsonSerializer.Deserialize<string[]>(row.Teams)!.Select(database.Original)],
        row.Agent is { } agent ? new AgentName(database.Original(row.AgentTeam ?? ""), database.Original(agent)) : null,
        row.Password, row.Stamp, (int)row.Failures, row.LockedUntil is { } until ? Instant.At(until) : null, row.Disabled != 0,
        Instant.At(row.CreatedAt), row.SeenAt is { } seen ? Instant.At(seen) : null);

    private sealed class Row
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Display { get; init; } = "";

        public string Role { get; init; } = "";

        public string Teams { get; init; } = "";

        public string? AgentTeam { get; init; }

        public string? Agent { get; init; }

        public string? Password { get; init; }

        public string Stamp { get; init; } = "";

        public long Failures { get; init; }

        public long? LockedUntil { get; init; }

        public long Disabled { get; init; }

        public long CreatedAt { get; init; }

        public long? SeenAt { get; init; }
    }
}
