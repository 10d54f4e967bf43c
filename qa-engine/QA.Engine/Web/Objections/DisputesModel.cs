using System.Collections.Generic;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Web.Objections;

/// <summary>Why an answer was not taken.</summary>
public enum AnswerProblem
{
    None,
    NoReason,
    Own,

    /// <summary>Somebody else answered, or the agent took it back.</summary>
    NotOpen,

    /// <summary>The score is gone, or its rubric no longer says what the verdict is worth.</summary>
    NotCorrected,
}

/// <summary>An answer that was sent.</summary>
/// <param name="Number">Of the objection.</param>
/// <param name="Reason">What was typed.</param>
public sealed record AnswerDraft(long Number, string Reason, AnswerProblem Problem);

/// <summary>An objection on the desk.</summary>
/// <param name="Case">Null: the score is gone or no longer counts.</param>
/// <param name="IsOwn">The visitor raised it, and leaves it to somebody else.</param>
/// <param name="Earlier">Rounds that were declined.</param>
public sealed record WaitingDispute(Dispute Dispute, ObjectionCase? Case, Wording Title, bool IsOwn, IReadOnlyList<Dispute> Earlier);

public sealed record TitledFigure(DisputeFigure Figure, Wording Title);

/// <param name="Count">How many wait, those that are not shown included.</param>
/// <param name="Older">The number of the last one shown; null: there are no more.</param>
/// <param name="Answered">The objection that was just answered, or could not be.</param>
public sealed record DisputesModel(
    IReadOnlyList<WaitingDispute> Waiting, long Count, long? Older, Dispute? Answered, Wording? AnsweredTitle, AnswerDraft? Draft, IReadOnlyList<TitledFigure> Figures)
{
    /// <summary>Days behind the figures.</summary>
    public const int FigureDays = 90;
}
