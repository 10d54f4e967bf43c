using System;
using System.Collections.Generic;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Trail;

/// <summary>The audit trail, for administrators to read. Nothing here changes it.</summary>
internal static class TrailPages
{
    private const int PageLength = 100;

    public static void MapTrail(this IEndpointRouteBuilder routes) => routes.Page(
        "/audit-trail", Allowance.Administer, static (Visit visit, AuditTrail trail, Accounts accounts, long? account, string? about, string? action, long? before) =>
        {
            about = string.IsNullOrWhiteSpace(about) ? null : about;
            AuditAction? known = Enum.TryParse<AuditAction>(action, out var parsed) ? parsed : null;
            var entries = trail.List(PageLength, account, about, known, before);
            return PageRoutes.Show<TrailPage>(visit, new TrailModel(entries, accounts.All(), account, about, known, entries.Count == PageLength ? entries[^1].Number : null));
        });
}

/// <param name="About">An id or a name; null: about anything.</param>
/// <param name="Next">Where older lines go on; null: there are none.</param>
public sealed record TrailModel(IReadOnlyList<AuditEntry> Entries, IReadOnlyList<Account> Accounts, long? Account, string? About, AuditAction? Action, long? Next)
{
    public string Older => "/audit-trail?before=" + Next + (Account is null ? "" : "&account=" + Account) + (About is null ? "" : "&about=" + Uri.EscapeDataString(About)) + (Action is null ? "" : "&action=" + Action);
}
