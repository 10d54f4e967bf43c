using System;
using System.Collections.Generic;

namespace QA.Scoring.Rules;

/// <summary>Runs a single rule, for its page, for tests and for the author of a rubric who wants to see what it finds.</summary>
public static class RuleProbe
{
    /// <summary>What the rule finds in each session and each agent's segment, in order, each finding once.</summary>
    /// <exception cref="ArgumentException">The rubric has no rule of that name.</exception>
    public static IReadOnlyList<Finding> Find(Conversation conversation, Rubric rubric, string ruleName)
    {
        var rule = rubric.Rule(ruleName) ?? throw new ArgumentException($"the rubric has no rule '{ruleName}'", nameof(ruleName));
        var chat = Examination.Rent();
        try
        {
            var findings = new List<Finding>();
            var seen = new HashSet<Finding>();
            chat.Load(conversation, rubric);
            var from = 0;
            while (from < chat.Messages)
            {
                var to = chat.SessionEnd(from);
                chat.EnterSession(from, to);
                var agents = Math.Max(1, chat.Agents.Count);
                for (var agent = 0; agent < agents; agent++)
                {
                    if (chat.Agents.Count > 0)
                        chat.EnterSegment(agent);
                    foreach (ref readonly var mark in chat.Found(rule))
                    {
                        var finding = chat.ToFinding(mark, rule.Index);
                        if (seen.Add(finding))
                            findings.Add(finding);
                    }
                }

                from = to;
            }

            return findings;
        }
        finally
        {
            Examination.Return(chat);
        }
    }
}
