using System;

namespace QA.Engine.Web.Objections;

/// <summary>Why one cannot object now.</summary>
public enum ObjectionObstacle
{
    None,
    OneIsOpen,

    /// <summary>It was answered as often as the setting allows.</summary>
    NoRoundLeft,

    /// <summary>The days in which one may object are past.</summary>
    Over,

    /// <summary>The agent was found right; a person's verdict stands now.</summary>
    Accepted,

    /// <summary>The verdict is what one could want already.</summary>
    NothingLeft,
}

/// <param name="Until">Until when one may object.</param>
/// <param name="Days">How long that is from the evaluation.</param>
/// <param name="RoundsLeft">How many objections may still be answered.</param>
/// <param name="Comment">What was typed, where the form came back.</param>
public sealed record ObjectModel(ObjectionCase Case, ObjectionObstacle Obstacle, DateTimeOffset Until, int Days, int RoundsLeft, string Comment, bool IsIncomplete);
