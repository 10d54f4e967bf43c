using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Web.Layout;
using Xunit;

namespace QA.Engine.Tests.Web.Layout;

/// <summary>How pages wait for their turn.</summary>
public sealed class PageQueueTests
{
    [Fact]
    public async Task Pages_beyond_those_asked_for_at_once_wait_and_those_beyond_the_queue_are_told_to_come_back()
    {
        using var queue = new PageQueue(atOnce: 1, mostWaiting: 1);
        await using var services = new ServiceCollection().AddSingleton(queue).BuildServiceProvider();
        var slow = new TaskCompletionSource<object?>();
        var first = Ask(slow.Task);
        var second = Ask(Task.FromResult<object?>("second"));
        var third = await Ask(Task.FromResult<object?>("third"));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, Assert.IsAssignableFrom<IStatusCodeHttpResult>(third).StatusCode);
        Assert.False(second.IsCompleted);
        slow.SetResult("first");
        Assert.Equal(["first", "second"], await Task.WhenAll(first, second));

        Task<object?> Ask(Task<object?> answer) => PageQueue.Wait(
            EndpointFilterInvocationContext.Create(new DefaultHttpContext { RequestServices = services }), _ => new ValueTask<object?>(answer)).AsTask();
    }

    [Fact]
    public async Task A_page_that_fails_ends_its_turn_and_one_that_nobody_waits_for_any_more_gives_up_its_place()
    {
        using var queue = new PageQueue(atOnce: 1, mostWaiting: 1);
        await using var services = new ServiceCollection().AddSingleton(queue).BuildServiceProvider();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Ask(new DefaultHttpContext(), Task.FromException<object?>(new InvalidOperationException())));
        var slow = new TaskCompletionSource<object?>();
        var first = Ask(new DefaultHttpContext(), slow.Task);
        using var gone = new System.Threading.CancellationTokenSource();
        var left = Ask(new DefaultHttpContext { RequestAborted = gone.Token }, Task.FromResult<object?>("left"));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var next = Ask(new DefaultHttpContext(), Task.FromResult<object?>("next"));
        slow.SetResult("first");
        Assert.Equal(["first", "next"], await Task.WhenAll(first, next));

        Task<object?> Ask(DefaultHttpContext http, Task<object?> answer)
        {
            http.RequestServices = services;
            return PageQueue.Wait(EndpointFilterInvocationContext.Create(http), _ => new ValueTask<object?>(answer)).AsTask();
        }
    }
}
