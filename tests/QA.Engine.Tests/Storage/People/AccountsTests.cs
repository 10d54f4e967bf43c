using System;
using System.Data.Common;
using System.Linq;
using Dapper;
using QA.Engine.Storage.People;
using Xunit;

namespace QA.Engine.Tests.Storage.People;

public abstract class AccountsTests : PeopleContract
{
    private protected AccountsTests(bool postgres)
        : base(postgres)
    {
    }

    private Accounts Accounts => new(People, Time);

    private AuditTrail Trail => new(People, Time);

    [Fact]
    public void An_account_comes_back_as_it_was_added()
    {
        var added = Accounts.Add(" Wáng ", "王芳\u0000", Role.Supervisor, ["售后组", ""], null)!;
        var found = Accounts.Find("WÁNG")!;
        Assert.Equal("wáng", found.Name);
        Assert.Equal(added.Number, found.Number);
        Assert.Equal("王芳\u0000", found.Display);
        Assert.Equal(["售后组", ""], found.Teams);
        Assert.Null(found.Password);
        Assert.True(found.Reach.SeesTeam(""));
        Assert.False(found.Reach.SeesTeam("售前组"));
        Assert.Null(Accounts.Add("WÁNG", "", Role.Agent, [], null));
        Assert.Single(Accounts.All());
    }

    [Fact]
    public void An_agents_account_reaches_that_agent_alone()
    {
        var agent = Accounts.Add("xiaoyu", "小鱼", Role.Agent, [], new AgentName("售后组", "小鱼"))!;
        Assert.True(agent.Reach.Sees(new AgentName("售后组", "小鱼")));
        Assert.False(agent.Reach.Sees(new AgentName("售前组", "小鱼")));
        Assert.False(agent.Reach.SeesTeam("售后组"));
    }

    [Fact]
    public void A_link_lets_its_owner_choose_a_password_once_and_in_time()
    {
        var account = Accounts.Add("chen", "陈", Role.Trainer, ["*"], null)!;
        var first = Accounts.Invite(account.Number, TimeSpan.FromHours(1));
        var second = Accounts.Invite(account.Number, TimeSpan.FromHours(1));
        Assert.Null(Accounts.Invited(first));
        Assert.Equal(account.Number, Accounts.Invited(second)!.Number);
        Assert.False(Accounts.Accept(first, "hash"));
        Assert.True(Accounts.Accept(second, "hash"));
        Assert.False(Accounts.Accept(second, "another"));
        Assert.Equal("hash", Accounts.Find("chen")!.Password);
        Assert.NotEqual(account.Stamp, Accounts.Find("chen")!.Stamp);
        var late = Accounts.Invite(account.Number, TimeSpan.FromHours(1));
        Time.Now += TimeSpan.FromHours(1);
        Assert.Null(Accounts.Invited(late));
        Assert.False(Accounts.Accept(late, "late"));
        Assert.Equal(0, People.Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM invitations WHERE digest = @late", new { late })));
    }

    [Fact]
    public void Wrong_passwords_lock_an_account_for_a_while()
    {
        var account = Accounts.Add("li", "李", Role.Trainer, ["*"], null)!;
        for (var i = 0; i < 4; i++)
            Accounts.Failed(account.Number, 5, TimeSpan.FromMinutes(15));
        Assert.Null(Accounts.Find("li")!.LockedUntil);
        Accounts.Failed(account.Number, 5, TimeSpan.FromMinutes(15));
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromMinutes(15), Accounts.Find("li")!.LockedUntil);
        Accounts.SignedIn(account.Number);
        var unlocked = Accounts.Find("li")!;
        Assert.Null(unlocked.LockedUntil);
        Assert.Equal(0, unlocked.Failures);
        Assert.Equal(Time.GetUtcNow(), unlocked.SeenAt);
    }

    [Fact]
    public void A_change_ends_older_sign_ins()
    {
        var account = Accounts.Add("zhao", "赵", Role.Supervisor, ["a"], null)!;
        Accounts.Change(account.Number, "赵", Role.Trainer, ["b"], null, disabled: true);
        var changed = Accounts.Find("zhao")!;
        Assert.NotEqual(account.Stamp, changed.Stamp);
        Assert.True(changed.Disabled);
        Assert.Equal(Role.Trainer, changed.Role);
        Assert.Equal(["b"], changed.Teams);
    }

    [Fact]
    public void The_audit_trail_is_listed_from_the_newest_and_only_ever_added_to()
    {
        Trail.Write(1, "wang", AuditAction.TranscriptSeen, "c\u00001", "", "127.0.0.1");
        Trail.Write(2, "chen", AuditAction.VerdictCorrected, "c2", "greeting", "::1");
        Trail.Write(null, "", AuditAction.SignInRefused, "nobody", "", "::1");
        Assert.Equal(["nobody", "c2", "c\u00001"], Trail.List(10).Select(static entry => entry.Object));
        Assert.Equal(["c2"], Trail.List(10, account: 2).Select(static entry => entry.Object));
        Assert.Equal(["wang"], Trail.List(10, @object: "c\u00001").Select(static entry => entry.Name));
        var newest = Trail.List(1)[0];
        Assert.Equal(["c2"], Trail.List(1, before: newest.Number).Select(static entry => entry.Object));
        Assert.ThrowsAny<DbException>(() => People.Write(connection => connection.Execute("DELETE FROM audit_trail")));
        Assert.ThrowsAny<DbException>(() => People.Write(connection => connection.Execute("UPDATE audit_trail SET name = ''")));
        Assert.Equal(3, Trail.List(10).Count);
    }

    [Fact]
    public void Protection_keys_are_kept_in_their_order()
    {
        Accounts.AddKey("<a/>");
        Accounts.AddKey("<b/>");
        Assert.Equal(["<a/>", "<b/>"], Accounts.Keys());
    }
}

public sealed class SqliteAccountsTests() : AccountsTests(postgres: false);

public sealed class PostgresAccountsTests() : AccountsTests(postgres: true);
