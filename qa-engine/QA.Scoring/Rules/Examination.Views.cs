using System;

namespace QA.Scoring.Rules;

/// <content>Sessions, and what each agent answered in them.</content>
public sealed partial class Examination
{
    private int _load;
    private Prospects _prospects = null!;
    private ulong[] _hitSets = [];
    private int[] _owner = new int[64];
    private readonly System.Collections.Generic.List<string?> _agents = [];

    /// <summary>The human agents of the current session in the order of their first message; a nameless one is null.</summary>
    internal System.Collections.Generic.List<string?> Agents => _agents;

    /// <summary>Index in <see cref="Agents"/> of who spoke last.</summary>
    internal int LastAgent { get; private set; }

    internal void Load(Conversation conversation, Rubric rubric)
    {
        _load++;
        AtWork = null;
        Conversation = conversation;
        Rubric = rubric;
        LoadText(conversation, rubric.Phrases);
        _prospects = rubric.Prospects;
        Agenda = rubric.Agenda;
        if (_hitSets.Length < _prospects.Words)
            _hitSets = new ulong[_prospects.Words];
        Prospects.Begin(_hitSets);
        for (var i = 0; i < _hitLexiconCount; i++)
            _prospects.Note(_hitLexicons[i], _hitSets);
        ForgetLikeness();
        HasMoods = AnyMood(conversation);
        if (_owner.Length < Messages)
            _owner = new int[Messages + (Messages / 2)];
    }

    /// <summary>Whether a model said anything of any message.</summary>
    internal bool HasMoods { get; private set; }

    private static bool AnyMood(Conversation conversation)
    {
        for (var i = 0; i < conversation.MessageArray.Length; i++)
        {
            if (conversation.MessageArray[i].Sentiment is not null)
                return true;
        }

        return false;
    }

    /// <summary>Lets go of the conversation, and of buffers only a giant needed.</summary>
    internal void Unload()
    {
        Conversation = null!;
        _agents.Clear();
        _foundCount = 0;
        _ownFrom = 0;
        Trim();
    }

    /// <summary>One behind the last message of the session that begins at <paramref name="from"/>: the next one came after an idle gap.</summary>
    internal int SessionEnd(int from)
    {
        var messages = Conversation.MessageArray;
        DateTimeOffset? before = null;
        for (var i = from; i < Messages; i++)
        {
            if (messages[i].SentAt is not { } sent)
                continue;
            if (before is { } last && (sent - last).TotalSeconds >= Rubric.SessionGap)
                return i;
            before = sent;
        }

        return Messages;
    }

    /// <summary>Lays out a session, and finds who answered what in it.</summary>
    internal void EnterSession(int from, int to)
    {
        _foundCount = 0;
        _ownFrom = 0;
        _evidenceCount = 0;
        _session.Begin(Messages, from, to, Rubric.Rules.Count);
        _agents.Clear();
        LastAgent = -1;
        var messages = Conversation.MessageArray;
        var pending = from;
        for (var i = from; i < to; i++)
        {
            var speaker = messages[i].Speaker;
            _session.Speakers[i] = View.Of(speaker);
            if (speaker != Speaker.Agent)
                continue;

            // What stood unanswered when an agent begins to speak is that agent's to answer.
            LastAgent = IndexOf(messages[i].Sender);
            for (; pending <= i; pending++)
                _owner[pending] = LastAgent;
        }

        for (; pending < to; pending++)
            _owner[pending] = LastAgent;
        _session.NumberTurns();
        View = _session;
        _inSession = false;
        _segmentIsSession = true;
    }

    /// <summary>Narrows the session to what one agent answered.</summary>
    internal void EnterSegment(int agent)
    {
        if (_agents.Count == 1)
        {
            _segmentIsSession = true;
            View = _session;
            return;
        }

        var first = -1;
        var last = -1;
        for (var i = _session.From; i < _session.To; i++)
        {
            if (_owner[i] == agent)
            {
                if (first < 0)
                    first = i;
                last = i;
            }
        }

        _segment.Begin(Messages, first, last + 1, Rubric.Rules.Count);
        for (var i = first; i <= last; i++)
        {
            if (_owner[i] == agent)
                _segment.Speakers[i] = _session.Speakers[i];
            else if (_session.Speakers[i] == SpeakerSet.Agent)
                _segment.Speakers[i] = SpeakerSet.Colleague;
        }

        _segment.NumberTurns();
        _segmentIsSession = false;
        View = _segment;
    }

    private int IndexOf(string? agent)
    {
        for (var i = 0; i < _agents.Count; i++)
        {
            if (string.Equals(_agents[i], agent, StringComparison.Ordinal))
                return i;
        }

        _agents.Add(agent);
        return _agents.Count - 1;
    }
}
