using System;
using System.Collections.Generic;

namespace QA.Scoring.Indicators;

/// <summary>A customer's first unanswered message and what became of it.</summary>
/// <param name="Asked">UTC ticks; negative where the message has no time.</param>
/// <param name="Wait">Ticks until the first reply, or <see cref="RoundStream.Unanswered"/>, or <see cref="RoundStream.Unknown"/>.</param>
/// <param name="Owner">Whose round it is, as an index of <see cref="RoundStream.Agents"/>; -1: nobody's.</param>
/// <param name="Opens">It is the first of its session.</param>
internal readonly record struct Round(long Asked, long Wait, int Owner, int Session, bool Opens)
{
    /// <summary>Whether it can be told when it was asked, and how long it took.</summary>
    public bool IsTimed => Asked >= 0 && Wait != RoundStream.Unknown;

    public bool IsAnswered => Wait >= 0;
}

/// <summary>A message that asks or answers.</summary>
internal record struct Said(long At, int Owner, int Session, bool Answers);

/// <summary>What cuts a conversation into rounds; profiles that agree in it share one walk over the messages.</summary>
internal readonly record struct RoundRules(TimeSpan SessionGap, bool BotsAnswer, bool SystemAsks)
{
    public static RoundRules Of(ServiceProfile profile) => new(profile.SessionGap, profile.BotsAnswer, profile.SystemAsks);
}

/// <summary>One walk over the messages of a conversation: sessions, rounds, and whose they are. Its buffers are used again.</summary>
internal sealed class RoundStream
{
    public const long Unanswered = -1;
    public const long Unknown = -2;

    // Buffers only a giant needed are let go.
    private const int MostKept = 1 << 14;

    private readonly List<Round> _rounds = [];
    private readonly List<long> _starts = [];
    private readonly List<string?> _agents = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private Said[] _said = new Said[64];
    private int _saidCount;
    private int _nameless = -1;

    /// <summary>In the order they were asked.</summary>
    public List<Round> Rounds => _rounds;

    public ReadOnlySpan<Said> Said => _said.AsSpan(0, _saidCount);

    /// <summary>Of each session the UTC ticks of its first message with a time; negative where none has one.</summary>
    public List<long> SessionStarts => _starts;

    /// <summary>In the order of their first message, whatever the rules; a nameless one is null.</summary>
    public List<string?> Agents => _agents;

    public void Read(Conversation conversation, in RoundRules rules)
    {
        Clear();
        var messages = conversation.Messages;
        if (_said.Length < messages.Count)
            _said = new Said[messages.Count];
        var gap = rules.SessionGap.Ticks;
        var before = Unknown;
        var walk = new Walk();
        _starts.Add(Unknown);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var at = message.SentAt is { } sent ? sent.UtcTicks : Unknown;
            if (at >= 0)
            {
                // The same cut as the scorer's: silence between neighbours with times; a message without one stays with those before it.
                if (before >= 0 && at - before >= gap)
                {
                    EndSession(ref walk);
                    _starts.Add(Unknown);
                }

                before = at;
                if (_starts[^1] < 0)
                    _starts[^1] = at;
            }

            switch (message.Speaker)
            {
                case Speaker.Customer:
                    Ask(ref walk, at);
                    break;
                case Speaker.System when rules.SystemAsks:
                    Ask(ref walk, at);
                    break;
                case Speaker.Agent:
                    walk.Last = IndexOf(message.Sender);
                    Answer(ref walk, at, walk.Last);
                    break;
                case Speaker.Bot when rules.BotsAnswer:
                    Answer(ref walk, at, -1);
                    break;
                default:
                    break;
            }
        }

        EndSession(ref walk);
    }

    /// <summary>Lets go of the conversation's names.</summary>
    public void Clear()
    {
        if (_said.Length > MostKept)
        {
            _said = new Said[64];
            _rounds.Clear();
            _rounds.Capacity = 0;
            _starts.Clear();
            _starts.Capacity = 0;
            _agents.Clear();
            _agents.Capacity = 0;
            _indexes.Clear();
            _indexes.TrimExcess();
        }

        _saidCount = 0;
        _nameless = -1;
        _rounds.Clear();
        _starts.Clear();
        _agents.Clear();
        _indexes.Clear();
    }

    private void Ask(ref Walk walk, long at)
    {
        if (walk.FirstQuestion < 0)
        {
            walk.FirstQuestion = _saidCount;
            walk.Asked = at;
        }

        // Whose it is shows when somebody answers.
        _said[_saidCount++] = new Said(at, -1, _starts.Count - 1, Answers: false);
    }

    private void Answer(ref Walk walk, long at, int owner)
    {
        // A reply before its question is a clock that was wrong, not a quick reply.
        EndRound(ref walk, owner, walk.Asked >= 0 && at >= walk.Asked ? at - walk.Asked : Unknown);
        _said[_saidCount++] = new Said(at, owner, _starts.Count - 1, Answers: true);
    }

    private void EndSession(ref Walk walk)
    {
        EndRound(ref walk, walk.Last, Unanswered);
        walk = new Walk();
    }

    private void EndRound(ref Walk walk, int owner, long wait)
    {
        if (walk.FirstQuestion < 0)
            return;
        for (var i = walk.FirstQuestion; i < _saidCount; i++)
            _said[i].Owner = owner;
        _rounds.Add(new Round(walk.Asked, wait, owner, _starts.Count - 1, !walk.HasRounds));
        walk.FirstQuestion = -1;
        walk.HasRounds = true;
    }

    private int IndexOf(string? agent)
    {
        // Mostly there is one agent; names come from one table, so this compares references.
        if (_agents.Count > 0 && string.Equals(_agents[^1], agent, StringComparison.Ordinal))
            return _agents.Count - 1;
        if (agent is null)
        {
            if (_nameless < 0)
            {
                _nameless = _agents.Count;
                _agents.Add(null);
            }

            return _nameless;
        }

        if (!_indexes.TryGetValue(agent, out var index))
        {
            index = _agents.Count;
            _indexes.Add(agent, index);
            _agents.Add(agent);
        }

        return index;
    }

    /// <summary>What is open in the current session.</summary>
    private struct Walk()
    {
        /// <summary>Where the open round's first question is in what was said; -1: none is open.</summary>
        public int FirstQuestion = -1;

        public long Asked = Unknown;

        /// <summary>The last agent who spoke; -1: none did.</summary>
        public int Last = -1;

        public bool HasRounds;
    }
}
