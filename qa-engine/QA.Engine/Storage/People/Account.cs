using System;
using System.Collections.Generic;

namespace QA.Engine.Storage.People;

public enum Role
{
    /// <summary>Sees the own card and chats, and may object.</summary>
    Agent,

    /// <summary>Sees the chats and skills of some teams, and coaches.</summary>
    Trainer,

    /// <summary>Audits some teams and decides.</summary>
    Supervisor,

    /// <summary>Everything of every team, and the accounts.</summary>
    Admin,
}

/// <summary>Somebody who may sign in.</summary>
/// <param name="Name">What is typed to sign in; lower case.</param>
/// <param name="Display">What others see.</param>
/// <param name="Teams">Whose chats may be seen; <c>*</c>: every team's. Means nothing for an agent.</param>
/// <param name="Agent">Whose card an agent's account opens.</param>
/// <param name="Password">Null: nobody chose one yet.</param>
/// <param name="Stamp">Changes with whatever must end older sign-ins: password, role, teams.</param>
/// <param name="Failures">Wrong passwords since the last right one.</param>
public sealed record Account(
    long Number, string Name, string Display, Role Role, IReadOnlyList<string> Teams, AgentName? Agent, string? Password, string Stamp,
    int Failures, DateTimeOffset? LockedUntil, bool Disabled, DateTimeOffset CreatedAt, DateTimeOffset? SeenAt)
{
    public const string EveryTeam = "*";

    public Reach Reach => Role switch
    {
        Role.Admin => Reach.All,
        Role.Agent => new Reach(false, [], Agent),
        _ when Teams is [EveryTeam] => Reach.All,
        _ => new Reach(false, Teams, null),
    };
}
