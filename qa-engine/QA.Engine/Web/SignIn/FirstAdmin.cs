using System;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.SignIn;

/// <summary>The link of a first run: as long as nobody can sign in, whoever sees the console may become the administrator, once.</summary>
internal static class FirstAdmin
{
    private const string Name = "admin";
    private static readonly TimeSpan Valid = TimeSpan.FromHours(24);

    /// <returns>Path and query of the link; null: somebody can sign in.</returns>
    public static string? Link(Accounts accounts)
    {
        if (!accounts.IsEmpty())
            return null;
        var admin = accounts.Find(Name) ?? accounts.Add(Name, "管理员 Admin", Role.Admin, [Account.EveryTeam], null) ?? accounts.Find(Name)!;
        return "/welcome?link=" + accounts.Invite(admin.Number, Valid);
    }
}
