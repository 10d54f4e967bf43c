using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Tests.Dashboards;

/// <summary>What a healthy engine that has just begun rightly has no answer to.</summary>
/// <param name="Part">What such a question contains, or who asks it.</param>
/// <param name="Reason">Why there is no answer.</param>
/// <param name="Always">Whether there can be none, so that an answer makes the reason stale; otherwise it depends on the chats and the hour.</param>
internal sealed record RightlyEmpty(string Part, string Reason, bool Always)
{
    public static IReadOnlyList<RightlyEmpty> All { get; } =
    [
        new(" offset ", "compares with a week or a month ago, and Prometheus has been looking for seconds", Always: true),
        new(":baseline28d", "is recorded from a month of history", Always: true),
        new("qa_agreement_", "tells of reviews, and nobody has reviewed anything", Always: true),
        new("qa_language_", "tells of a remote language service, and none is asked unless somebody says so", Always: true),
        new("agent 6 “Critical findings” ", "is about one agent, who may have none", Always: false),
        new("“Customers' moods on coming and on leaving”", "is about one agent, to whom nobody may have come unhappy", Always: false),
        new("“Who calms unhappy customers”", "is of customers who came unhappy, and on some days none does", Always: false),
        new("“Teams and their customers' moods” B", "is of customers who came unhappy, and on some days none does", Always: false),
        new("trainer 2 “Weakest skills, of the criteria chosen” F", "counts who is below half, and on some days nobody is", Always: false),
    ];

    public static RightlyEmpty? Of(Question question) =>
        All.FirstOrDefault(one => question.ToString().Contains(one.Part, StringComparison.Ordinal));
}
