using System;
using System.Numerics;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages that say again what an earlier message of the same side said.</summary>
internal sealed class Repetition : Rule
{
    // Of longer messages only the beginning is compared, so that the time for a message is bounded. Real ones rarely reach 500.
    private const int LongestCompared = 1000;

    // A power of two at least twice as large as what is put in.
    private const int Slots = 2048;
    private const int MostBack = 100;

    // Similarity is counted in millionths: numbers in a rubric have at most six decimals.
    private const int Whole = 1_000_000;

    // Too large for the stack of a method that runs for every chat: it would be cleared each time.
    [ThreadStatic]
    private static Pair[]? s_slots;

    [ThreadStatic]
    private static Traces[]? s_traces;

    private readonly Reading _reading;
    private readonly long _similarity;
    private readonly int _back;
    private readonly int _shortest;
    private readonly int _atLeast;

    private Repetition(SettingReader settings)
    {
        _similarity = (long)(Whole * settings.Number("similarity", "How alike two messages must be, from 0 to 1: twice their common pairs of neighbouring characters by all their pairs. Of long messages the first 1,000 characters are compared.", 0.9m, atMost: 1));
        var back = settings.Quantity("back", "How many messages of the same side are looked back over; 10 messages where it is left out.", QuantityUnit.Messages);
        _back = back?.Count ?? 10;
        _shortest = settings.Integer("shortest", "Letters, Han characters and digits a message must have; shorter ones repeat by chance.", 6, atLeast: 1);
        _atLeast = settings.Integer("at-least", "How many messages must repeat an earlier one.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
        if (_back > MostBack)
            settings.Report("back", $"'back' is {_back} messages", $"look back over at most {MostBack}");
    }

    public static RuleKind Kind { get; } = new("repetition", "Messages that repeat an earlier one of the same side, word for word or nearly.", settings => new Repetition(settings));

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings)
    {
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        if (windows.Count == 0)
            return;
        var start = chat.FoundCount;
        var pairs = new Pairs(s_slots ??= new Pair[Slots]);
        var traces = s_traces;
        if (traces is null || traces.Length < chat.Messages)
            s_traces = traces = new Traces[chat.Messages + 64];
        traces.AsSpan(0, chat.Messages).Clear();
        var next = 0;
        for (var w = 0; w < windows.Count; w++)
        {
            var (from, to) = windows[w];
            for (var i = Math.Max(from, next); i < to; i++)
            {
                if (IsCompared(chat, i) && Repeats(chat, i, from, ref pairs, traces) && _reading.Refuses(chat, new Mark(i, 0, chat.FoldedLength(i), -1)) == MissReason.None)
                    findings.AddMessage(i);
            }

            next = Math.Max(next, to);
        }

        if (_reading.MustHoldInEach ? !Reading.HoldsInEach(chat, windows, chat.FoundFrom(start), _atLeast) : chat.FoundCount - start < _atLeast)
            chat.DropFrom(start);
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    // A placeholder for a picture is the same every time.
    private bool IsCompared(Examination chat, int message)
        => _reading.IsRead(chat, message) && chat.Conversation.MessageArray[message].Kind == MessageKind.Text && chat.Letters(message) >= _shortest;

    /// <param name="traces">Those that were needed so far, by message.</param>
    private bool Repeats(Examination chat, int message, int from, ref Pairs pairs, Span<Traces> traces)
    {
        var text = chat.Folded(message);
        var counted = false;
        var left = _back;
        for (var i = message - 1; i >= from && left > 0; i--)
        {
            if (chat.View.Speakers[i] != chat.View.Speakers[message])
                continue;
            left--;
            if (!IsCompared(chat, i))
                continue;
            var earlier = chat.Folded(i);
            if (text.SequenceEqual(earlier))
                return true;

            // The shorter can share no more pairs than it has.
            var all = text.Length + earlier.Length - 2;
            if (2L * Whole * (Math.Min(text.Length, earlier.Length) - 1) < _similarity * all)
                continue;
            ref readonly var own = ref Traced(traces, chat, message);
            ref readonly var its = ref Traced(traces, chat, i);
            if (2L * Whole * own.MostCommon(its) < _similarity * (own.Length + its.Length))
                continue;
            if (!counted)
                pairs.Count(Beginning(text));
            counted = true;
            if (pairs.Likeness(Beginning(text), Beginning(earlier), _similarity))
                return true;
        }

        return false;
    }

    /// <summary>Most messages have none beside them that is about as long, and are never traced.</summary>
    private static ref readonly Traces Traced(Span<Traces> traces, Examination chat, int message)
    {
        if (traces[message].Length == 0)
            traces[message] = Traces.Of(Beginning(chat.Folded(message)));
        return ref traces[message];
    }

    private static ReadOnlySpan<char> Beginning(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, LongestCompared)];

    /// <summary>Which pairs of neighbouring characters a text has, roughly: one of 128 bits for each. Most texts differ in so many that counting is spared.</summary>
    private readonly record struct Traces(ulong Low, ulong High, int Length)
    {
        public static Traces Of(ReadOnlySpan<char> text)
        {
            var (low, high) = (0UL, 0UL);
            for (var i = 1; i < text.Length; i++)
            {
                var hash = ((uint)text[i - 1] << 16 | text[i]) * 0x9E3779B1u;
                var bit = 1UL << (int)(hash >> 26);
                var upper = 0UL - ((hash >> 25) & 1);
                low |= bit & ~upper;
                high |= bit & upper;
            }

            return new Traces(low, high, Math.Max(0, text.Length - 1));
        }

        /// <summary>No more pairs than this can be common to two texts: each bit that only one has is a pair that the other lacks.</summary>
        public int MostCommon(in Traces other) => Math.Min(Length - Missing(this, other), other.Length - Missing(other, this));

        private static int Missing(in Traces of, in Traces other)
            => BitOperations.PopCount(of.Low & ~other.Low) + BitOperations.PopCount(of.High & ~other.High);
    }

    private record struct Pair(uint Chars, short Count, short Left, int Comparison);

    /// <summary>Counts of neighbouring characters, for Dice's coefficient.</summary>
    private ref struct Pairs(Span<Pair> slots)
    {
        private readonly Span<Pair> _slots = slots;
        private int _mask;
        private int _comparison;

        public void Count(ReadOnlySpan<char> text)
        {
            // As small as the text allows: clearing costs more than counting short messages.
            var size = 16;
            while (size < text.Length * 2)
                size *= 2;
            _mask = Math.Min(size, Slots) - 1;
            _slots[..(_mask + 1)].Clear();
            _comparison = 0;
            for (var i = 1; i < text.Length; i++)
            {
                ref var slot = ref Slot(text[i - 1], text[i]);
                slot.Chars = Key(text[i - 1], text[i]);
                slot.Count++;
            }
        }

        /// <summary>Whether the counted text and another are at least that much alike.</summary>
        public bool Likeness(ReadOnlySpan<char> counted, ReadOnlySpan<char> other, long similarity)
        {
            // Counts are used up comparison by comparison; a stamp saves resetting them.
            _comparison++;
            var common = 0;
            for (var i = 1; i < other.Length; i++)
            {
                ref var slot = ref Slot(other[i - 1], other[i]);
                if (slot.Count == 0)
                    continue;
                if (slot.Comparison != _comparison)
                    (slot.Comparison, slot.Left) = (_comparison, slot.Count);
                if (slot.Left == 0)
                    continue;
                slot.Left--;
                common++;
            }

            var all = counted.Length + other.Length - 2;
            return all > 0 && 2L * Whole * common >= similarity * all;
        }

        private static uint Key(char a, char b) => ((uint)a << 16) | b;

        /// <summary>Where a pair is counted, or would be.</summary>
        private readonly ref Pair Slot(char a, char b)
        {
            var key = Key(a, b);
            var slot = (int)((key * 0x9E3779B1u) >> 16) & _mask;
            while (_slots[slot].Count != 0 && _slots[slot].Chars != key)
                slot = (slot + 1) & _mask;
            return ref _slots[slot];
        }
    }
}
