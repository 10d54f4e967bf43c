using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Web.Layout;

/// <summary>The rubrics in use: what criteria are called and how they are weighed.</summary>
internal sealed class RubricShelf(IReadOnlyList<Rubric> rubrics, Rubric standard)
{
    public IReadOnlyList<Rubric> All => rubrics;

    /// <summary>The one that lists of criteria follow where no score says which.</summary>
    public Rubric Standard => standard;

    /// <summary>The rubric that made a score; null: that version is no longer in use.</summary>
    /// <param name="hash">As scores name it.</param>
    public Rubric? Exactly(string hash)
    {
        foreach (var rubric in rubrics)
        {
            if (rubric.Hash == hash)
                return rubric;
        }

        return null;
    }

    /// <summary>That rubric, or another version of it, or else the standard one: good enough for titles.</summary>
    public Rubric Like(string hash, string id)
    {
        if (Exactly(hash) is { } same)
            return same;
        foreach (var rubric in rubrics)
        {
            if (rubric.Id == id)
                return rubric;
        }

        return standard;
    }

    /// <summary>What a criterion is called, by any rubric that knows it; else its id.</summary>
    public Wording CriterionTitle(string id)
    {
        foreach (var rubric in rubrics)
        {
            foreach (var criterion in rubric.Criteria)
            {
                if (criterion.Id == id)
                    return criterion.Title;
            }
        }

        return new Wording(id, id);
    }

    public Wording CriticalTitle(string id)
    {
        foreach (var rubric in rubrics)
        {
            foreach (var critical in rubric.CriticalFindings)
            {
                if (critical.Id == id)
                    return critical.Title;
            }
        }

        return new Wording(id, id);
    }

    public Wording ScenarioTitle(string? id)
    {
        foreach (var rubric in rubrics)
        {
            foreach (var scenario in rubric.Scenarios)
            {
                if (scenario.Id == id)
                    return scenario.Title;
            }
        }

        return new Wording(id ?? "–", id ?? "–");
    }
}
