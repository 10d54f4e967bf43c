using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>
/// Finds replies by how long the customer waited, questions nobody answered, and promises to come back that were not kept. A round
/// begins with the first unanswered message of the customer and ends with the first message of an agent; robots and the platform
/// do not answer.
/// </summary>
internal sealed class ReplyGap : Rule
{
    private static readonly string[] Measures = ["first-reply", "rounds", "mean", "unanswered", "promised-return"];

    private readonly string _measure;
    private readonly int? _longerThan;
    private readonly int? _shorterThan;
    private readonly RuleReference? _promise;
    private readonly RuleReference? _needsNoReply;
    private readonly MessageRange? _range;
    private readonly int _atLeast;

    private ReplyGap(SettingReader settings)
    {
        _measure = settings.Choice(
            "measure",
            "first-reply: the first answer; rounds: every answer; mean: every answer, by the mean of their waits; unanswered: the customer's last messages, where no answer followed; promised-return: words of 'promise' after which the agent did not come back.",
            Measures);
        _longerThan = settings.Duration("longer-than", "Finds what took longer: the wait for an answer, the wait without one until the chat closed, or the time until the agent came back.");
        _shorterThan = settings.Duration("shorter-than", "Finds what took less than this.");
        _promise = settings.Rule("promise", "With promised-return: the agent's words that promise to come back (稍等, 我查一下).");
        _needsNoReply = settings.Rule("needs-no-reply", "Customer messages this rule finds (好的, 谢谢) wait for no answer.");
        _atLeast = settings.Integer("at-least", "How many there must be.", 1, atLeast: 1);
        _range = MessageRange.Read(settings);
        if (!settings.IsRecording)
            Check(settings);
    }

    public static RuleKind Kind { get; } = new("reply-gap", "Late or quick replies, questions without an answer, promises to come back that were not kept.", settings => new ReplyGap(settings));

    internal override void Examine(Examination chat, FindingList findings)
    {
        var start = chat.FoundCount;
        switch (_measure)
        {
            case "promised-return":
                AddBrokenPromises(chat, findings);
                break;
            case "unanswered":
                AddUnanswered(chat, findings);
                break;
            case "mean":
                AddByTheMean(chat, findings);
                break;
            default:
                AddReplies(chat, findings);
                break;
        }

        if (_range is not null)
            KeepInRange(chat, start);
        if (chat.FoundCount - start < _atLeast)
            chat.DropFrom(start);
    }

    internal override (int From, int To)? LookedIn(Examination chat)
    {
        if (_range is null)
            return chat.View.Bounds;
        var windows = default(Windows);
        _range.Resolve(chat, SpeakerSet.Agent | SpeakerSet.Customer, ref windows);
        return windows.Count == 0 ? null : (windows.First, windows.Last);
    }

    private void Check(SettingReader settings)
    {
        var timed = settings.Has("longer-than") || settings.Has("shorter-than");
        if (_measure is "first-reply" or "rounds" or "mean" && settings.Has("measure") && !timed)
            settings.Vocabulary.Report(settings.At, $"'{_measure}' needs a time to compare with", "add longer-than: 3m or shorter-than: 30s");
        if (_measure is "unanswered" or "promised-return" && settings.Has("shorter-than"))
            settings.Report("shorter-than", $"'{_measure}' finds what did not come; it cannot be quick", "leave 'shorter-than' out");
        if (_measure == "promised-return" && _promise is null)
            settings.Vocabulary.Report(settings.At, "'promised-return' needs the words that promise", "add promise: and the name of a rule that finds them");
        if (_measure != "promised-return" && _promise is not null)
            settings.Report("promise", $"'{_measure}' knows no promise", "leave 'promise' out, or write measure: promised-return");
        if (_longerThan >= _shorterThan)
            settings.Report("shorter-than", "no time is longer and shorter than that", "let 'shorter-than' be the larger");
    }

    private void AddReplies(Examination chat, FindingList findings)
    {
        var view = chat.View;
        var rounds = new Rounds(chat, _needsNoReply);
        for (var i = view.From; i < view.To; i++)
        {
            var asked = rounds.Asked;
            rounds.Pass(i);
            if (asked < 0 || rounds.Asked >= 0)
                continue;
            if (Wait(chat, asked, i) is { } wait && IsFound(wait))
                findings.AddMessage(i);
            if (_measure == "first-reply")
                return;
        }
    }

    /// <summary>All replies whose wait is known, where the mean of the waits is as it is looked for.</summary>
    private void AddByTheMean(Examination chat, FindingList findings)
    {
        var view = chat.View;
        var start = chat.FoundCount;
        var rounds = new Rounds(chat, _needsNoReply);
        var sum = TimeSpan.Zero;
        var count = 0;
        for (var i = view.From; i < view.To; i++)
        {
            var asked = rounds.Asked;
            rounds.Pass(i);
            if (asked < 0 || rounds.Asked >= 0 || Wait(chat, asked, i) is not { } wait)
                continue;
            sum += wait;
            count++;
            findings.AddMessage(i);
        }

        if (count > 0 && !IsFound(sum / count))
            chat.DropFrom(start);
    }

    private void AddUnanswered(Examination chat, FindingList findings)
    {
        var view = chat.View;
        var rounds = new Rounds(chat, _needsNoReply);
        for (var i = view.From; i < view.To; i++)
            rounds.Pass(i);
        if (rounds.Asked < 0 || (_longerThan is not null && !(Waited(chat, rounds.Asked) is { } wait && IsFound(wait))))
            return;
        for (var i = rounds.Asked; i < view.To; i++)
        {
            if (view.Speakers[i] == SpeakerSet.Customer && rounds.Waits(i))
                findings.AddMessage(i);
        }
    }

    /// <summary>How long the customer waited in vain: until the chat closed, or as far as its messages reach.</summary>
    private static TimeSpan? Waited(Examination chat, int asked)
    {
        var conversation = chat.Conversation;
        if (conversation.MessageArray[asked].SentAt is not { } from)
            return null;
        var until = from;
        for (var i = asked + 1; i < chat.View.To; i++)
        {
            if (conversation.MessageArray[i].SentAt is { } sent && sent > until)
                until = sent;
        }

        // When the chat closed says something about its last session only.
        if (chat.SessionView.To == chat.Messages && conversation.Closed is { } closed && closed > until)
            until = closed;
        return until - from;
    }

    private void AddBrokenPromises(Examination chat, FindingList findings)
    {
        var view = chat.View;
        var promises = chat.Found(_promise!);
        var back = view.From;
        var later = 0;
        for (var i = 0; i < promises.Length; i++)
        {
            ref readonly var promise = ref promises[i];

            // Another promise is not a return. Both pointers only move on, so this is one walk.
            back = Math.Max(back, promise.Message + 1);
            while (back < view.To && (view.Speakers[back] != SpeakerSet.Agent || Promises(promises, back, ref later)))
                back++;
            if (back >= view.To || (_longerThan is not null && Wait(chat, promise.Message, back) is { } wait && IsFound(wait)))
                findings.Add(promise);
        }
    }

    private static bool Promises(ReadOnlySpan<Mark> promises, int message, ref int next)
    {
        while (next < promises.Length && promises[next].Message < message)
            next++;
        return next < promises.Length && promises[next].Message == message;
    }

    private bool IsFound(TimeSpan wait)
        => (_longerThan is not { } least || wait > TimeSpan.FromSeconds(least)) && (_shorterThan is not { } most || wait < TimeSpan.FromSeconds(most));

    private static TimeSpan? Wait(Examination chat, int asked, int answered)
    {
        var messages = chat.Conversation.MessageArray;

        // A reply before its question is a clock that was wrong, not a quick reply.
        return messages[answered].SentAt is { } to && messages[asked].SentAt is { } from && to >= from ? to - from : null;
    }

    private void KeepInRange(Examination chat, int start)
    {
        var windows = default(Windows);
        _range!.Resolve(chat, SpeakerSet.Agent | SpeakerSet.Customer, ref windows);
        var found = chat.FoundFrom(start);
        var kept = 0;
        for (var i = 0; i < found.Length; i++)
        {
            if (windows.Contains(found[i].Message))
                found[kept++] = found[i];
        }

        chat.DropFrom(start + kept);
    }

    /// <summary>Follows the messages and knows since when the customer waits.</summary>
    private ref struct Rounds(Examination chat, RuleReference? needsNoReply)
    {
        private readonly ReadOnlySpan<Mark> _silent = needsNoReply is null ? [] : chat.Found(needsNoReply);

        /// <summary>The first message of the customer's that waits for an answer; -1: none does.</summary>
        public int Asked { get; private set; } = -1;

        public void Pass(int message)
        {
            var speaker = chat.View.Speakers[message];
            if (speaker == SpeakerSet.Agent)
                Asked = -1;
            else if (speaker == SpeakerSet.Customer && Asked < 0 && Waits(message))
                Asked = message;
        }

        /// <summary>Whether a message of the customer's asks for an answer.</summary>
        public readonly bool Waits(int message)
        {
            var first = Mark.FirstIn(_silent, message);
            return first == _silent.Length || _silent[first].Message != message;
        }
    }
}
