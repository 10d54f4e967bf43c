using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Authorization;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.Layout;

/// <summary>What a page asks of whoever opens it. Which chats are shown there is another question: <see cref="Account.Reach"/>.</summary>
public enum Allowance
{
    /// <summary>Anybody who is signed in.</summary>
    SignedIn,

    /// <summary>The own card, with objections.</summary>
    OwnCard,

    /// <summary>Lists of conversations, figures of teams.</summary>
    SeeTeams,

    /// <summary>Reviews, corrections, critical findings, answers to objections.</summary>
    Decide,

    /// <summary>Skills and coaching.</summary>
    Coach,

    /// <summary>Accounts and the audit trail.</summary>
    Administer,
}

internal static class Allowances
{
    private static readonly Dictionary<Allowance, Role[]> Roles = new()
    {
        [Allowance.SignedIn] = [Role.Agent, Role.Trainer, Role.Supervisor, Role.Admin],
        [Allowance.OwnCard] = [Role.Agent],
        [Allowance.SeeTeams] = [Role.Trainer, Role.Supervisor, Role.Admin],
        [Allowance.Decide] = [Role.Supervisor, Role.Admin],
        [Allowance.Coach] = [Role.Trainer, Role.Supervisor, Role.Admin],
        [Allowance.Administer] = [Role.Admin],
    };

    public static bool Has(Role role, Allowance allowance) => Roles[allowance].Contains(role);

    /// <summary>A policy for each, under its name.</summary>
    public static void AddTo(AuthorizationOptions options)
    {
        foreach (var (allowance, roles) in Roles)
            options.AddPolicy(allowance.ToString(), policy => policy.RequireAuthenticatedUser().RequireRole(roles.Select(Accounts.Word)));
    }
}
