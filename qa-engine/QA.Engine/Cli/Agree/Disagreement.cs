using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>A conversation on which two raters disagree, with all a supervisor needs to say who is right.</summary>
/// <param name="Chat">Null where the words are not at hand.</param>
/// <param name="End">One behind the last message that was judged.</param>
internal sealed record Disagreement(Criterion Criterion, string Conversation, RaterWord One, RaterWord Other, Conversation? Chat, int End)
{
    private const int Around = 2;

    // A chat up to this long is shown whole where nobody points anywhere.
    private const int ShortChat = 12;

    /// <summary>The message a reader names; null where none does.</summary>
    public int? LabelOfOne => Named(One);

    public int? LabelOfOther => Named(Other);

    /// <summary>The stretches of the chat to show: around everything a rater points at. First and last index, in order, apart.</summary>
    public IReadOnlyList<(int From, int To)> Stretches()
    {
        if (End == 0)
            return [];
        var places = One.Judgement.Messages.Concat(Other.Judgement.Messages)
            .Concat(One.Scores.Concat(Other.Scores).SelectMany(word => word.Part.Absences).Where(absence => absence.NearestMiss is not null).Select(absence => absence.NearestMiss!.Value.Message))
            .Where(place => place < End)
            .Order()
            .ToList();
        if (places.Count == 0)
            return End <= ShortChat ? [(0, End - 1)] : [(0, (ShortChat / 2) - 1), (End - (ShortChat / 2), End - 1)];
        var stretches = new List<(int From, int To)>();
        foreach (var place in places)
        {
            var (from, to) = (Math.Max(0, place - Around), Math.Min(End - 1, place + Around));

            // A gap of one message is shorter than the words that would stand for it.
            if (stretches.Count > 0 && stretches[^1].To + 2 >= from)
                stretches[^1] = stretches[^1] with { To = Math.Max(stretches[^1].To, to) };
            else
                stretches.Add((from, to));
        }

        return stretches;
    }

    /// <summary>The engine's words in a message: first and one behind the last UTF-16 unit, in order, apart.</summary>
    public IReadOnlyList<(int Start, int End)> Marks(int message)
    {
        var marks = new List<(int Start, int End)>();
        foreach (var finding in One.Scores.Concat(Other.Scores).SelectMany(word => word.Part.Evidence).Where(finding => finding.Message == message && finding.Length > 0).OrderBy(finding => finding.Start))
        {
            var end = finding.Start + finding.Length;
            if (marks.Count > 0 && marks[^1].End >= finding.Start)
                marks[^1] = marks[^1] with { End = Math.Max(marks[^1].End, end) };
            else
                marks.Add((finding.Start, end));
        }

        return marks;
    }

    private static int? Named(RaterWord word) => word.Scores.Count == 0 && word.Judgement.Messages.Count > 0 ? word.Judgement.Messages[0] : null;
}
