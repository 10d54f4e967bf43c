using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Rubrics.Examples;

/// <summary>The names of a rubric that its examples may use.</summary>
internal sealed record ExampleNames(
    HashSet<string> Criteria,
    HashSet<string> Scenarios,
    HashSet<string> CriticalFindings,
    HashSet<string> Stages,
    HashSet<string> Rules)
{
    public static ExampleNames Of(Rubric rubric) => new(
        rubric.Criteria.Select(criterion => criterion.Id).ToHashSet(StringComparer.Ordinal),
        rubric.Scenarios.Select(scenario => scenario.Id).ToHashSet(StringComparer.Ordinal),
        rubric.CriticalFindings.Select(critical => critical.Id).ToHashSet(StringComparer.Ordinal),
        rubric.Stages.Select(stage => stage.Id).ToHashSet(StringComparer.Ordinal),
        rubric.Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal));
}
