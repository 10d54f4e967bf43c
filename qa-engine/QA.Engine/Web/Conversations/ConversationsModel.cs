using System.Collections.Generic;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Web.Conversations;

/// <summary>The list of conversations as it is shown.</summary>
/// <param name="Chips">Filters in force, each with the address of the list without it.</param>
/// <param name="Loosened">Where nothing was found: filters without which something would be.</param>
/// <param name="Behind">Whether this is not the beginning of the list.</param>
/// <param name="Query">The filter for addresses, without the place.</param>
public sealed record ConversationsModel(
    FilterForm Form, IReadOnlyList<string> Notes, IReadOnlyList<FilterChip> Chips, IReadOnlyList<FilterChip> Loosened, IReadOnlyList<ListColumn> Columns,
    IReadOnlyList<ListLine> Lines, string? Next, string? SearchedTo, bool Unready, bool Behind, string Query, ListNames Names,
    IReadOnlyList<SavedFilter> Saved, IReadOnlyList<CriterionGroup> Criteria, IReadOnlyList<FilterOption> Scenarios);


/// <param name="Path">The list without it.</param>
public sealed record FilterChip(string Label, string Value, string Path);

/// <summary>A criterion that has a column.</summary>
public sealed record ListColumn(string Criterion, string Title);

public sealed record FilterOption(string Value, string Title);

public sealed record CriterionGroup(string Title, IReadOnlyList<FilterOption> Criteria);

/// <summary>A line of the table, in words.</summary>
/// <param name="Verdicts">In the order of the columns; null: the score's rubric has no such criterion.</param>
public sealed record ListLine(
    ListedScore Score, string Path, string Date, string Time, string Scenario, string Points, string Band, string BandClass, IReadOnlyList<Verdict?> Verdicts, IReadOnlyList<string> Criticals);
