using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Tests.Dashboards;

/// <summary>Something Prometheus is asked, and who asks it.</summary>
/// <param name="Text">With its variables filled in.</param>
internal sealed record Question(string Where, string Text)
{
    /// <summary>Whether something, mostly 0, stands in for what is not there: there is an answer then, whatever there is.</summary>
    public bool HasStandIn => Text.Contains(" or ", StringComparison.Ordinal);

    public override string ToString() => $"{Where}: {Text}";

    /// <summary>A panel's: as it stands, for each window where it depends on that; and, where something stands in for what is not there, also what should be.</summary>
    public static IEnumerable<Question> Of(Query query, BoardVariables variables) =>
        WithParts(query.ToString(), [.. variables.Fill(query.Expression)], query.Expression.Contains(" or ", StringComparison.Ordinal));

    /// <summary>
    /// A rule's. An alert is empty while nothing is wrong (promtool's tests see it fire); what it looks at must be there.
    /// </summary>
    public static IEnumerable<Question> Of(Rule rule) =>
        rule.IsAlert ? Parts(rule.ToString(), rule.Expression) : [new Question(rule.ToString(), rule.Expression)];

    /// <summary>Each thing it looks at, by itself and at this moment.</summary>
    public IEnumerable<Question> Parts() => Parts(Where, Text);

    private static IEnumerable<Question> WithParts(string where, IReadOnlyList<string> texts, bool parts) =>
        texts.SelectMany(text => parts ? Parts(where, text).Prepend(new Question(where, text)) : [new Question(where, text)]);

    // ALERTS are Prometheus's own doing, and absent while none fires.
    private static IEnumerable<Question> Parts(string where, string text) =>
        new PromQl(text).Selectors.Where(static selector => selector.Metric != "ALERTS").Select(selector => new Question(where, selector.Text)).Distinct();
}
