using System;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.AccountList;
using QA.Engine.Web.Api;
using QA.Engine.Web.Audit;
using QA.Engine.Web.Card;
using QA.Engine.Web.Coaching;
using QA.Engine.Web.Conversations;
using QA.Engine.Web.Layout;
using QA.Engine.Web.Objections;
using QA.Engine.Web.ReviewDesk;
using QA.Engine.Web.Service;
using QA.Engine.Web.SignIn;
using QA.Engine.Web.Skills;
using QA.Engine.Web.Today;
using QA.Engine.Web.Trail;

namespace QA.Engine.Web;

/// <summary>The pages: what they need, in which order a request passes, and which there are.</summary>
internal static class WebPages
{
    public static void AddPages(this WebApplicationBuilder builder, IScoreStore store, RubricShelf rubrics, WebOptions options, TimeProvider time)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton(rubrics);
        services.AddSingleton(store);
        services.AddSingleton(store.People);
        services.AddSingleton(store.Conversations);
        services.AddSingleton<Accounts>();
        services.AddSingleton<Roster>();
        services.AddSingleton(new KeptFigures(options.FiguresKept, time));
        services.AddSingleton<TeamTallies>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<CoachingTasks>();
        services.AddSingleton<SavedFilters>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PageQueue>();
        services.AddSingleton<TeamWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<TeamWatch>());
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<ReviewDraw>();
        services.AddSingleton<Drawing>();
        services.AddHostedService(static provider => provider.GetRequiredService<Drawing>());
        services.AddSingleton<Reviews>();
        services.AddSingleton<IVerdictCorrection>(static provider => provider.GetRequiredService<Storage.People.Reviews>());
        services.AddSingleton<Disputes>();
        services.AddSingleton<Acknowledgements>();
        services.AddSingleton<AgentCards>();
        services.AddSingleton<ObjectionCases>();
        services.AddRazorComponents();

        // Chinese as it is: written as numbers a page is three times as long, and nobody can read its source.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(static forms =>
        {
            forms.Cookie.Name = "qa-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.FormFieldName = "form-token";
        });
        services.AddDataProtection().SetApplicationName("qa-engine");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(static provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new StoreKeys(provider.GetRequiredService<Accounts>())));

        // That the keys lie in the store as they are is as meant: who can read the store can read the chats.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        services.AddAuthentication(SignInCookie.Scheme).AddCookie(cookie => SignInCookie.Configure(cookie, options));
        services.AddAuthorization(Allowances.AddTo);
        services.AddRateLimiter(static limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(SignInPages.Limit, static http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "", static _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));
            ApiRoutes.AddTo(limits);
        });
    }

    /// <summary>What every request passes, in this order.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.UseSafeHeaders();
        app.UseRefusals();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseProxySignIn();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>Which pages there are; a line each.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapAssets();
        app.MapLanguage();
        app.MapSignIn();
        app.MapToday();
        app.MapReviews();
        app.MapService();
        app.MapAccounts();
        app.MapTrail();
        app.MapAudit();
        app.MapSkills();
        app.MapCoaching();
        app.MapCard();
        app.MapObjections();
        app.MapApi();
        app.MapConversations();
    }
}
