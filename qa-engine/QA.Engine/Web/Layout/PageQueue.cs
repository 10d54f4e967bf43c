using System;
using System.Threading.RateLimiting;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace QA.Engine.Web.Layout;

/// <summary>
/// Lets so many pages ask the store at once, and the others wait for their turn without a thread or a connection. Each page asks with a thread that waits:
/// without a bound, a moment in which more come than go takes every thread and every connection, and then none comes to its end. Whoever reads an answer slowly
/// holds nobody up: the turn is over before the first byte is sent.
/// </summary>
internal sealed class PageQueue : IDisposable
{
    // Half of a turn is spent waiting for the database, which may have processors of its own.
    private const int AtOnceForEachProcessor = 4;
    private const int FewestAtOnce = 8;

    // Ten seconds' worth of a hundred a second; whoever comes later is told to come back.
    private const int MostWaiting = 1_000;

    private readonly ConcurrencyLimiter _turns;

    public PageQueue()
        : this(Math.Max(FewestAtOnce, AtOnceForEachProcessor * Environment.ProcessorCount), MostWaiting)
    {
    }

    internal PageQueue(int atOnce, int mostWaiting) => _turns = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = mostWaiting });

    /// <summary>Around a page's handler.</summary>
    public static async ValueTask<object?> Wait(EndpointFilterInvocationContext context, EndpointFilterDelegate handler)
    {
        var queue = context.HttpContext.RequestServices.GetRequiredService<PageQueue>();
        using var turn = await queue._turns.AcquireAsync(1, context.HttpContext.RequestAborted);
        return turn.IsAcquired ? await handler(context) : Full(Visit.Of(context.HttpContext));
    }

    public void Dispose() => _turns.Dispose();

    private static RazorComponentResult<RefusalPage> Full(Visit visit) => PageRoutes.Show<RefusalPage>(
        visit,
        new Refusal(
            StatusCodes.Status503ServiceUnavailable, visit.Say("现在打开页面的人太多", "Too many pages are asked for at once"),
            visit.Say("请过几秒再试一次；没有任何内容被改动。", "Try again in a few seconds; nothing was changed."), visit.Here, visit.Say("重试", "Try again")),
        StatusCodes.Status503ServiceUnavailable);
}
