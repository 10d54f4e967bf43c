using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>What a reader says about one criterion.</summary>
/// <param name="Verdict">Null: the reader did not judge it (<c>skip</c>).</param>
/// <param name="Message">The message it rests on; null where the reader names none.</param>
internal readonly record struct Label(Verdict? Verdict, int? Message);

/// <summary>One line of a labels file: what a reader says about one conversation.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="Labels">By criterion, in the order of the line.</param>
/// <param name="Note">What the reader wrote beside it; null where nothing.</param>
internal sealed record LabelledChat(string Id, IReadOnlyList<KeyValuePair<string, Label>> Labels, string? Note);
