using System;
using System.Collections.Generic;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>
/// A rubric with one phrase or one rule taken away, to see what depends on it. Takes away without compiling anew: thousands of
/// phrases are tried on hundreds of chats. Not for two threads at once.
/// </summary>
public sealed class Ablation
{
    private readonly Rubric _whole;
    private readonly PhraseIndex _phrases;
    private readonly Rubric _fewerPhrases;

    /// <param name="rubric">Stays as it is.</param>
    public Ablation(Rubric rubric)
    {
        ArgumentNullException.ThrowIfNull(rubric);
        _whole = rubric;
        _phrases = rubric.Phrases.WithSilence();
        _fewerPhrases = rubric.With(_phrases);
    }

    /// <summary>The rubric as if the author had not written a phrase and some wordings of others; good until the next call.</summary>
    /// <param name="entry">Counts the entries of all lexicons, in their order, from 0.</param>
    /// <param name="wordings">Wordings of parts of phrases, folded; the rest of such a phrase stays.</param>
    public Rubric WithoutPhrase(int entry, IEnumerable<(int Entry, int Part, string Wording)> wordings)
    {
        _phrases.Restore();
        _phrases.Silence(entry);
        foreach (var (of, part, wording) in wordings)
            _phrases.Silence(of, part, wording);
        return _fewerPhrases;
    }

    /// <summary>The rubric as if the author had not written a phrase; good until the next call.</summary>
    /// <param name="entry">Counts the entries of all lexicons, in their order, from 0.</param>
    public Rubric WithoutPhrase(int entry) => WithoutPhrase(entry, []);

    /// <summary>The rubric as if a rule found nothing.</summary>
    /// <param name="rule">Its index in the rubric.</param>
    public Rubric WithoutRule(int rule) => _whole.With(rule, new FindsNothingAtAll(_whole.Rules[rule]));

    /// <summary>
    /// What a conversation has to do with: phrases that stand in it and rules that find something in it, whoever is judged. Taking
    /// away anything else changes no verdict and no evidence.
    /// </summary>
    /// <returns>Entries and rules by index, ascending.</returns>
    /// <exception cref="RuleFailedException">A rule could not finish.</exception>
    public (IReadOnlyList<int> Phrases, IReadOnlyList<int> Rules) TouchedBy(Conversation conversation)
    {
        var phrases = new SortedSet<int>();
        var rules = new SortedSet<int>();
        var chat = Examination.Rent();
        try
        {
            chat.Load(conversation, _whole);
            for (var message = 0; message < chat.Messages; message++)
            {
                // Those that an exception or a longer phrase covers too: they are cheap to try.
                foreach (ref readonly var hit in chat.HitsIn(message))
                    phrases.Add(hit.Entry);
            }

            for (var from = 0; from < chat.Messages;)
            {
                var to = chat.SessionEnd(from);
                chat.EnterSession(from, to);
                AddFinding(chat, rules);
                for (var agent = 0; agent < chat.Agents.Count; agent++)
                {
                    chat.EnterSegment(agent);
                    AddFinding(chat, rules);
                }

                from = to;
            }
        }
        finally
        {
            Examination.Return(chat);
        }

        return ([.. phrases], [.. rules]);
    }

    private void AddFinding(Examination chat, SortedSet<int> rules)
    {
        foreach (var rule in _whole.RuleArray)
        {
            if (!chat.Found(rule).IsEmpty)
                rules.Add(rule.Index);
        }
    }

    private sealed class FindsNothingAtAll : Rule
    {
        public FindsNothingAtAll(Rule original)
        {
            Name = original.Name;
            Index = original.Index;
            Title = original.Title;
            KindName = original.KindName;
            At = original.At;
            ReadsSession = original.ReadsSession;
        }

        internal override void Examine(Examination chat, FindingList findings)
        {
            // It was taken away.
        }
    }
}
