using System;
using System.Net;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Web.Layout;

/// <summary>One request for a page: who asks, in which language, and what is written down of it. Handlers take it as a parameter.</summary>
/// <remarks>Public, like every type that a component takes: Razor makes components public.</remarks>
public sealed class Visit
{
    private readonly HttpContext _http;

    private Visit(HttpContext http)
    {
        _http = http;
        Chinese = PageLanguage.IsChinese(http.Request);
        Known = http.Items[typeof(Account)] as Account;
    }

    /// <summary>Who is signed in; null on the few pages that anybody sees.</summary>
    public Account? Known { get; }

    /// <summary>Who is signed in.</summary>
    /// <exception cref="InvalidOperationException">Nobody is: the page's route asks for no allowance.</exception>
    public Account Account => Known ?? throw new InvalidOperationException("a page that needs an account is mapped without an allowance");

    public Reach Reach => Known?.Reach ?? Reach.None;

    public bool Chinese { get; }

    /// <summary>Path and query, for links that come back here.</summary>
    public string Here => _http.Request.Path + _http.Request.QueryString;

    public string Path => _http.Request.Path;

    /// <summary>The request's, for log and error page.</summary>
    public string RequestId => _http.TraceIdentifier;

    private WebOptions Options => _http.RequestServices.GetRequiredService<WebOptions>();

    private TimeProvider Time => _http.RequestServices.GetRequiredService<TimeProvider>();

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Today in the store's zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Options.Zone).DateTime);

    /// <summary>When today began there.</summary>
    public DateTimeOffset StartOfToday => new(TimeZoneInfo.ConvertTimeToUtc(Today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), Options.Zone), TimeSpan.Zero);

    public string Address => (_http.Connection.RemoteIpAddress ?? IPAddress.None).ToString();

    /// <summary>Minimal APIs make a handler's parameter with it.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context) => ValueTask.FromResult<Visit?>(Of(context));

    public static Visit Of(HttpContext http) => new(http);

    /// <summary>The text in the page's language.</summary>
    public string Say(string zh, string en) => Chinese ? zh : en;

    public string Say(Wording? wording) => wording?.In(Chinese) ?? "";

    public bool Can(Allowance allowance) => Known is { } account && Allowances.Has(account.Role, allowance);

    /// <summary>A moment as people of the shop read it, to the minute.</summary>
    public string Moment(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Options.Zone).ToString("yyyy-MM-dd HH:mm");

    /// <summary>What a form carries so that only this site's forms are taken.</summary>
    public (string Field, string Token) FormToken()
    {
        var tokens = _http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(_http);
        return (tokens.FormFieldName, tokens.RequestToken!);
    }

    /// <summary>Writes a line of the audit trail. An access that cannot be written down is none: what it throws ends the request.</summary>
    /// <param name="detail">Ids and numbers, never words of a transcript.</param>
    /// <param name="account">Whose doing it is, where that is not who is signed in already.</param>
    public void WriteDown(AuditAction action, string @object, string detail = "", Account? account = null) =>
        _http.RequestServices.GetRequiredService<AuditTrail>().Write((account ?? Known)?.Number, (account ?? Known)?.Name ?? "", action, @object, detail, Address);
}
