using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Web.Layout;

/// <summary>How pages speak of customers' moods.</summary>
internal static class MoodWords
{
    private const int MostCues = 3;

    /// <summary>A sign that is told apart without colour.</summary>
    public static string Sign(MoodOutcome outcome) => outcome switch
    {
        MoodOutcome.Recovered => "↗",
        MoodOutcome.Worsened => "↘",
        MoodOutcome.Unhappy => "↓",
        _ => "→",
    };

    /// <summary>The class that colours it.</summary>
    public static string Class(MoodOutcome outcome) => outcome switch
    {
        MoodOutcome.Recovered => "pass",
        MoodOutcome.Worsened or MoodOutcome.Unhappy => "fail",
        _ => "",
    };

    public static Wording Question(CustomerMood mood) => mood switch
    {
        CustomerMood.CameUnhappy => new("来时不满", "came unhappy"),
        CustomerMood.Recovered => new("来时不满，后来好转", "came unhappy and recovered"),
        CustomerMood.Worsened => new("越聊越差", "worsened"),
        _ => new("离开时不满", "left unhappy"),
    };

    /// <summary>How far a message leans to one side, -1,000 to 1,000; null where it does not lean clearly, or nobody said anything of it.</summary>
    public static int? Lean(Message message) => message.Sentiment is { } said && MoodChange.Of(said) is var mood && Math.Abs(mood) >= MoodChange.Clearly ? mood : null;

    /// <summary>The words of a message that moved the model most, strongest first; empty where it does not say.</summary>
    public static IReadOnlyList<string> Cues(Message message) =>
        [.. Strongest(message).Take(MostCues).Select(cue => message.Text.Substring(cue.Start, cue.Length)).Distinct(StringComparer.Ordinal)];

    /// <summary>The same by their places.</summary>
    public static IEnumerable<SentimentCue> Strongest(Message message) => message.Sentiment is not { } said ? [] :
        said.Sentences.SelectMany(static sentence => sentence.Cues).Where(cue => cue.Start + cue.Length <= message.Text.Length).OrderByDescending(static cue => Math.Abs(cue.Weight));
}
