using System;
using System.Collections.Generic;
using QA.Scoring.Rules;

namespace QA.Scoring;

/// <summary>The one entry point: a conversation and a rubric in, scores out. Depends on its two arguments only.</summary>
public static class Scorer
{
    /// <summary>
    /// One score for each session and each agent who spoke in it: sessions in order, agents in the order of their first message.
    /// Where no agent spoke at all, one score without an agent, in which nothing applies.
    /// </summary>
    /// <exception cref="RuleFailedException">A rule could not finish; names the rule and the conversation.</exception>
    public static IReadOnlyList<Score> Score(Conversation conversation, Rubric rubric)
    {
        var chat = Examination.Rent();
        try
        {
            chat.Load(conversation, rubric);
            return Sessions(chat);
        }
        catch (Exception exception) when (exception is not RuleFailedException && chat.AtWork is not null)
        {
            throw new RuleFailedException(chat.AtWork.Name, conversation.Id, exception);
        }
        finally
        {
            Examination.Return(chat);
        }
    }

    private static IReadOnlyList<Score> Sessions(Examination chat)
    {
        var sessions = 1;
        for (var end = chat.SessionEnd(0); end < chat.Messages; end = chat.SessionEnd(end))
            sessions++;

        Score[]? only = null;
        List<Score>? all = null;
        var from = 0;
        for (var session = 0; session < sessions; session++)
        {
            var to = sessions == 1 ? chat.Messages : chat.SessionEnd(from);
            chat.EnterSession(from, to);
            for (var agent = 0; agent < chat.Agents.Count; agent++)
            {
                chat.EnterSegment(agent);
                var score = Judge(chat, session, sessions, agent);
                if (sessions == 1 && chat.Agents.Count == 1)
                    only = [score];
                else
                    (all ??= []).Add(score);
            }

            from = to;
        }

        return (IReadOnlyList<Score>?)only ?? (IReadOnlyList<Score>?)all ?? [Unanswered(chat, sessions)];
    }

    /// <summary>A conversation in which nobody answered for the shop: everything is not applicable, and there is no score.</summary>
    private static Score Unanswered(Examination chat, int sessions)
    {
        var rubric = chat.Rubric;
        return new Score
        {
            Conversation = chat.Conversation,
            Rubric = rubric,
            Session = 0,
            Sessions = sessions,
            Agent = null,
            Messages = (0, chat.Messages),
            Scenario = ScenarioOf(chat, rubric) is var scenario and >= 0 ? rubric.Scenarios[scenario] : null,
            Standing = Standing.None,
            Total = null,
            Uncapped = null,
            Base = null,
            Criteria = WithoutAgent(chat),
            Adjustments = [],
            Suspicions = [],
            Mood = !chat.HasMoods ? null : MoodChange.OfCustomer(chat.Conversation),
        };
    }

    private static CriterionScore[] WithoutAgent(Examination chat)
    {
        var results = new CriterionScore[chat.Rubric.CriteriaArray.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = Outcome.WithoutAgent(chat, i);
        return results;
    }

    private static Score Judge(Examination chat, int session, int sessions, int agent)
    {
        var rubric = chat.Rubric;
        var scenario = ScenarioOf(chat, rubric);
        var criteria = rubric.CriteriaArray;
        var results = new CriterionScore[criteria.Length];
        var outcomes = chat.Outcomes(criteria.Length);
        for (var i = 0; i < criteria.Length; i++)
            outcomes[i] = Outcome.Of(chat, i, scenario, agent);
        var potential = ScoreArithmetic.Share(rubric, scenario, outcomes);
        var sums = new Waterfall(potential);
        for (var i = 0; i < criteria.Length; i++)
            results[i] = Result(chat, criteria[i], outcomes[i], ref sums);

        var adjustments = Adjust(chat, rubric, out var points);
        var suspicions = Suspect(chat, rubric, out var cap);
        var stages = StageLadder.Of(chat, out var last);
        var uncapped = ScoreArithmetic.Adjusted(sums.Total, points);
        return new Score
        {
            Conversation = chat.Conversation,
            Rubric = rubric,
            Session = session,
            Sessions = sessions,
            Agent = chat.Agents[agent],
            Team = TeamOf(chat),
            Messages = (chat.View.From, chat.View.To),
            Scenario = scenario < 0 ? null : rubric.Scenarios[scenario],
            Standing = ScoreArithmetic.StandingOf(rubric, potential),
            Base = sums.Total,
            Uncapped = uncapped,
            Total = uncapped is { } full ? Math.Min(full, cap) : null,
            Criteria = results,
            Adjustments = adjustments,
            Suspicions = suspicions,
            Stages = stages,
            LeftAt = last,
            Mood = !chat.HasMoods ? null : MoodChange.Of(chat.Conversation, chat.View, SpeakerSet.Customer, chat.View.From, chat.View.To),
        };
    }

    private static int ScenarioOf(Examination chat, Rubric rubric)
    {
        for (var i = 0; i < rubric.Scenarios.Count; i++)
        {
            if (rubric.Scenarios[i].Condition is not { } condition || condition.Holds(chat))
                return i;
        }

        return -1;
    }

    private static string? TeamOf(Examination chat)
    {
        var messages = chat.Conversation.MessageArray;
        for (var i = chat.View.From; i < chat.View.To; i++)
        {
            if (chat.View.Speakers[i] == SpeakerSet.Agent && messages[i].Team is { } team)
                return team;
        }

        return null;
    }

    private static CriterionScore Result(Examination chat, Criterion criterion, in Outcome outcome, ref Waterfall sums)
    {
        if (outcome.Level is not { } level)
            return outcome.Closed!;
        var (earned, lost) = sums.Add(outcome.Weight, outcome.Weight == 0 ? 0 : level.Value);
        return new CriterionScore(
            criterion, level.Verdict, level, null, level.Reason, outcome.Weight, level.Value, earned, lost, Evidence(chat, level), Absences(chat, level));
    }

    private static Finding[] Evidence(Examination chat, Level level)
    {
        if (level.Evidence.Count == 0)
            return level.Condition is { } condition ? Evidence(chat, condition) : [];
        for (var i = 0; i < level.Evidence.Count; i++)
            chat.Collect(level.Evidence[i]);
        return chat.TakeEvidence();
    }

    private static Finding[] Evidence(Examination chat, Expression condition)
    {
        condition.Collect(chat);
        return chat.TakeEvidence();
    }

    private static Absence[] Absences(Examination chat, Level level)
    {
        var count = 0;
        for (var i = 0; i < level.LookedFor.Count; i++)
        {
            if (!chat.Holds(level.LookedFor[i]))
                count++;
        }

        if (count == 0)
            return [];
        var absences = new Absence[count];
        var next = 0;
        for (var i = 0; i < level.LookedFor.Count; i++)
        {
            var reference = level.LookedFor[i];
            if (chat.Holds(reference))
                continue;
            var rule = chat.Rubric.RuleArray[reference.Index];
            var (from, to) = chat.LookedIn(rule) ?? (-1, -1);
            var miss = chat.Nearest(rule);
            absences[next++] = new Absence(rule, from, to, miss is { } near ? chat.ToFinding(near.Mark, rule.Index) : null, miss?.Reason ?? MissReason.None, miss?.Distance ?? 0);
        }

        return absences;
    }

    private static AdjustmentScore[] Adjust(Examination chat, Rubric rubric, out int points)
    {
        // Twice through the list (what rules found is kept) rather than a list that grows: only what is returned is allocated.
        points = 0;
        var count = 0;
        for (var i = 0; i < rubric.Adjustments.Count; i++)
        {
            if (!rubric.Adjustments[i].Condition.Holds(chat))
                continue;
            points += rubric.Adjustments[i].Points;
            count++;
        }

        if (count == 0)
            return [];
        var applied = new AdjustmentScore[count];
        var next = 0;
        for (var i = 0; next < count; i++)
        {
            var adjustment = rubric.Adjustments[i];
            if (adjustment.Condition.Holds(chat))
                applied[next++] = new AdjustmentScore(adjustment, Evidence(chat, adjustment.Condition));
        }

        return applied;
    }

    private static CriticalSuspicion[] Suspect(Examination chat, Rubric rubric, out int cap)
    {
        cap = ScoreArithmetic.MostPoints;
        var count = 0;
        for (var i = 0; i < rubric.CriticalFindings.Count; i++)
        {
            if (!rubric.CriticalFindings[i].Condition.Holds(chat))
                continue;
            cap = Math.Min(cap, rubric.CriticalFindings[i].Cap);
            count++;
        }

        if (count == 0)
            return [];
        var suspected = new CriticalSuspicion[count];
        var next = 0;
        for (var i = 0; next < count; i++)
        {
            var critical = rubric.CriticalFindings[i];
            if (critical.Condition.Holds(chat))
                suspected[next++] = new CriticalSuspicion(critical, Evidence(chat, critical.Condition));
        }

        return suspected;
    }
}
