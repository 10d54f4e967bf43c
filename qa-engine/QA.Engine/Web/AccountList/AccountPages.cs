using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.AccountList;

/// <summary>Who may sign in and whose chats they may see.</summary>
internal static class AccountPages
{
    private static readonly TimeSpan LinkValid = TimeSpan.FromDays(7);

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.Page("/accounts", Allowance.Administer, static (Visit visit, Accounts accounts, Roster roster) =>
            PageRoutes.Show<AccountsPage>(visit, new AccountsModel(accounts.All(), roster.Agents, AccountFields.Empty, null)));
        routes.Form("/accounts", Allowance.Administer, Add);
        routes.Page("/account", Allowance.Administer, static (Visit visit, Accounts accounts, Roster roster, long number) =>
            accounts.Find(number) is { } account
                ? (IResult)PageRoutes.Show<AccountPage>(visit, new AccountModel(account, roster.Agents, AccountFields.Of(account), null))
                : Results.NotFound());
        routes.Form("/account", Allowance.Administer, Change);
        routes.Form("/account/link", Allowance.Administer, static (Visit visit, IFormCollection form, HttpContext http, Accounts accounts) =>
            Number(form) is { } number && accounts.Find(number) is { Disabled: false } account ? (IResult)Link(visit, http, accounts, account) : Results.NotFound());
    }

    private static IResult Add(Visit visit, IFormCollection form, HttpContext http, Accounts accounts, Roster roster)
    {
        var fields = AccountFields.Read(form);
        var name = Accounts.NameOf(form["name"].ToString());
        var problem = name.Length is 0 or > 100 || name.Any(char.IsControl)
            ? visit.Say("请填写用户名，最多 100 个字符。", "Give a name of at most 100 characters.")
            : fields.Problem(visit);
        if (problem is null && accounts.Add(name, fields.Display.Length > 0 ? fields.Display : name, fields.Role, fields.Teams, fields.Agent) is { } account)
        {
            visit.WriteDown(AuditAction.AccountAdded, account.Name, fields.Summary);
            return Link(visit, http, accounts, account);
        }

        problem ??= visit.Say($"用户名「{name}」已经有人用了。", $"The name “{name}” is taken.");
        return PageRoutes.Show<AccountsPage>(visit, new AccountsModel(accounts.All(), roster.Agents, fields with { Name = name }, problem), StatusCodes.Status400BadRequest);
    }

    private static IResult Change(Visit visit, IFormCollection form, Accounts accounts, Roster roster)
    {
        if (Number(form) is not { } number || accounts.Find(number) is not { } account)
            return Results.NotFound();
        var fields = AccountFields.Read(form);
        var disabled = form["disabled"].Count > 0;
        var problem = fields.Problem(visit);

        // Whoever locks everybody out, themselves included, cannot mend it from here.
        if (problem is null && account.Role == Role.Admin && (disabled || fields.Role != Role.Admin)
            && !accounts.All().Any(other => other.Number != number && other is { Role: Role.Admin, Disabled: false, Password: not null }))
            problem = visit.Say("这是最后一个能登录的管理员。请先让另一个人成为管理员。", "This is the last administrator who can sign in. Make somebody else one first.");
        if (problem is not null)
            return PageRoutes.Show<AccountPage>(visit, new AccountModel(account, roster.Agents, fields, problem), StatusCodes.Status400BadRequest);
        accounts.Change(number, fields.Display.Length > 0 ? fields.Display : account.Name, fields.Role, fields.Teams, fields.Agent, disabled);
        visit.WriteDown(AuditAction.AccountChanged, account.Name, fields.Summary + (disabled ? " disabled" : ""));
        return PageRoutes.Back("/accounts");
    }

    private static RazorComponentResult<LinkPage> Link(Visit visit, HttpContext http, Accounts accounts, Account account)
    {
        var link = $"{http.Request.Scheme}://{http.Request.Host}/welcome?link={accounts.Invite(account.Number, LinkValid)}";
        visit.WriteDown(AuditAction.AccountChanged, account.Name, "link");
        return PageRoutes.Show<LinkPage>(visit, new LinkModel(account, link, visit.Now + LinkValid));
    }

    private static long? Number(IFormCollection form) =>
        long.TryParse(form["number"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What a form says of an account.</summary>
/// <param name="AgentText">As chosen: team and name, one on each side of a slash with spaces.</param>
public sealed record AccountFields(string Name, string Display, Role Role, IReadOnlyList<string> Teams, string AgentText)
{
    private const string Between = " / ";

    public static AccountFields Empty { get; } = new("", "", Role.Supervisor, [], "");

    /// <summary>Null: an agent's account that names none.</summary>
    public AgentName? Agent => Role == Role.Agent && AgentText.Length > 0
        ? AgentText.IndexOf(Between, StringComparison.Ordinal) is >= 0 and var at ? new AgentName(AgentText[..at], AgentText[(at + Between.Length)..]) : new AgentName("", AgentText)
        : null;

    /// <summary>For the audit trail.</summary>
    public string Summary => Accounts.Word(Role) + (Role == Role.Agent ? " " + AgentText : " " + string.Join(", ", Teams));

    public static AccountFields Of(Account account) => new(
        account.Name, account.Display, account.Role, account.Teams, account.Agent is { } agent ? Written(agent) : "");

    public static string Written(AgentName agent) => agent.Team.Length > 0 ? agent.Team + Between + agent.Name : agent.Name;

    public static AccountFields Read(IFormCollection form) => new(
        form["name"].ToString(), Clean(form["display"].ToString()), Accounts.RoleOf(form["role"].ToString()) ?? Role.Agent,
        form["everything"].Count > 0
            ? [Account.EveryTeam]
            : [.. form["teams"].ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
        form["agent"].ToString().Trim());

    /// <summary>What is wrong; null: nothing.</summary>
    public string? Problem(Visit visit) => Role switch
    {
        Role.Agent when Agent is null => visit.Say("请选择这个账号是哪位客服。", "Choose which agent this account belongs to."),
        Role.Trainer or Role.Supervisor when Teams.Count == 0 => visit.Say("请至少写一个团队，或者勾选「全部团队」。", "Name at least one team, or tick “all teams”."),
        _ => null,
    };

    private static string Clean(string text) => new([.. text.Trim().Where(static c => !char.IsControl(c)).Take(100)]);
}

/// <param name="Agents">To choose from.</param>
public sealed record AccountsModel(IReadOnlyList<Account> Accounts, IReadOnlyList<AgentName> Agents, AccountFields New, string? Problem);

public sealed record AccountModel(Account Account, IReadOnlyList<AgentName> Agents, AccountFields Fields, string? Problem);

public sealed record LinkModel(Account Account, string Link, DateTimeOffset Until);
