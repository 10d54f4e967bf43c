using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Skills;

/// <summary>The criteria of all rubrics in use, as skills to train: those of the standard rubric first, each once.</summary>
internal static class SkillCatalogue
{
    public static IReadOnlyList<SkillSection> Sections(RubricShelf rubrics)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sections = new List<SkillSection>();
        foreach (var rubric in rubrics.All.OrderByDescending(rubric => ReferenceEquals(rubric, rubrics.Standard)))
        {
            foreach (var section in rubric.Sections)
            {
                var skills = section.Criteria.Where(criterion => seen.Add(criterion.Id)).Select(static criterion => new SkillName(criterion.Id, criterion.Title)).ToList();
                if (skills.Count > 0)
                    sections.Add(new SkillSection(sections.Exists(known => known.Id == section.Id) ? $"{rubric.Id}.{section.Id}" : section.Id, section.Title, skills));
            }
        }

        return sections;
    }

    /// <summary>By the standard rubric, else by any other; null: no rubric in use has it.</summary>
    public static Criterion? Criterion(RubricShelf rubrics, string id) =>
        Of(rubrics.Standard, id) ?? rubrics.All.Select(rubric => Of(rubric, id)).FirstOrDefault(static criterion => criterion is not null);

    private static Criterion? Of(Rubric rubric, string id) => rubric.Criteria.FirstOrDefault(criterion => criterion.Id == id);
}

/// <summary>Skills that belong together.</summary>
public sealed record SkillSection(string Id, Wording Title, IReadOnlyList<SkillName> Skills);

/// <param name="Id">The criterion's.</param>
public sealed record SkillName(string Id, Wording Title);
