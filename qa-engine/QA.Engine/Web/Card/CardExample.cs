using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Web.Card;

/// <summary>An evaluation of the agent's that shows a criterion done well or badly.</summary>
/// <param name="Reason">Why the verdict is what it is; null where only the verdict was looked at.</param>
/// <param name="Words">The first of the words behind it; null where none are.</param>
public sealed record CardExample(AgentScore Score, Verdict Verdict, Wording? Reason, Excerpt? Words);
