using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Web.Conversations;

/// <summary>What somebody asked the list for, as it stands in the address, and the filter it comes to. What makes no sense is left out, and said.</summary>
public sealed class FilterForm
{
    public const string FromField = "from";
    public const string ToField = "to";
    public const string TextField = "q";
    public const string ShopField = "shop";
    public const string TeamField = "team";
    public const string AgentField = "agent";
    public const string ScenarioField = "scenario";
    public const string CriterionField = "criterion";
    public const string VerdictField = "verdict";
    public const string MinField = "min";
    public const string MaxField = "max";
    public const string CriticalField = "critical";
    public const string StandingField = "standing";
    public const string MoodField = "mood";
    public const string OrderField = "order";
    public const string LowestFirst = "lowest";

    /// <summary>Days that are shown where nobody asks for others.</summary>
    public const int UsualDays = 30;

    private const int LongestValue = 300;
    private const string DayForm = "yyyy-MM-dd";

    private static readonly string[] Fields =
    [
        FromField, ToField, TextField, TeamField, AgentField, ShopField, ScenarioField, CriterionField, VerdictField, MinField, MaxField, CriticalField, MoodField, StandingField, OrderField,
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<FilterProblem> _problems = [];

    private FilterForm(IQueryCollection query, Reach reach, DateOnly today)
    {
        foreach (var field in Fields)
        {
            var value = query[field].ToString().Trim();
            if (value.Length is > 0 and <= LongestValue)
                _values.Add(field, value);
        }

        Filter = Read(reach, today);
    }

    public ConversationFilter Filter { get; }

    /// <summary>What was left out or changed.</summary>
    public IReadOnlyList<FilterProblem> Problems => _problems;

    public static FilterForm Of(IQueryCollection query, Reach reach, DateOnly today) => new(query, reach, today);

    /// <summary>What stands in a field; empty: nothing.</summary>
    public string this[string field] => _values.GetValueOrDefault(field, "");

    /// <summary>Fields that narrow the list, in the form's order; the days and the order do not count.</summary>
    public IEnumerable<string> Narrowing => Fields.Where(name => _values.ContainsKey(name) && name is not (FromField or ToField or OrderField));

    /// <summary>The address of the same list.</summary>
    /// <param name="without">Fields that are left out.</param>
    public string Query(params IReadOnlyList<string> without) => string.Join('&', Fields.Where(field => _values.ContainsKey(field) && !without.Contains(field, StringComparer.Ordinal))
        .Select(field => field + "=" + Uri.EscapeDataString(_values[field])));

    /// <summary>The filter as if some fields were empty.</summary>
    public ConversationFilter Without(string field) => field switch
    {
        TextField => Filter with { Text = null },
        TeamField => Filter with { Team = null },
        AgentField => Filter with { Agent = null },
        ShopField => Filter with { Shop = null },
        ScenarioField => Filter with { Scenario = null },
        CriterionField => Filter with { Criterion = null, Verdict = null },
        VerdictField => Filter with { Verdict = null },
        MinField => Filter with { PointsFrom = null },
        MaxField => Filter with { PointsTo = null },
        CriticalField => Filter with { Critical = null },
        MoodField => Filter with { Mood = null },
        StandingField => Filter with { Standing = null },
        _ => Filter,
    };

    private ConversationFilter Read(Reach reach, DateOnly today)
    {
        var (from, to) = Days(today);
        return new ConversationFilter
        {
            From = from,
            To = to,
            Reach = reach,
            Text = Text(),
            Team = Value(TeamField),
            Agent = Value(AgentField),
            Shop = Value(ShopField),
            Scenario = Value(ScenarioField),
            Criterion = Value(CriterionField),
            Verdict = Choice<Verdict>(VerdictField, static word => word switch
            {
                "pass" => Verdict.Pass, "partial" => Verdict.Partial, "fail" => Verdict.Fail, "unsure" => Verdict.Unsure, _ => null,
            }),
            PointsFrom = Points(MinField),
            PointsTo = Points(MaxField),
            Critical = Value(CriticalField) is { } state && Known(CriticalField, state is StoredSuspicion.Suspected or StoredSuspicion.Confirmed or StoredSuspicion.Dismissed) ? state : null,
            Standing = Choice<Standing>(StandingField, StandingNames.Find),
            Mood = Choice<CustomerMood>(MoodField, CustomerMoods.Of),
            Order = this[OrderField] == LowestFirst ? ListOrder.Lowest : ListOrder.Newest,
        };
    }

    private (DateOnly From, DateOnly To) Days(DateOnly today)
    {
        var to = Day(ToField) ?? today;
        var from = Day(FromField) ?? to.AddDays(1 - Math.Min(UsualDays, to.DayNumber));
        if (from > to)
        {
            _problems.Add(new FilterProblem(FromField, FilterTrouble.DaysSwapped));
            (from, to) = (to, from);
        }

        if (to.DayNumber - from.DayNumber >= ConversationFilter.MostDays)
        {
            _problems.Add(new FilterProblem(FromField, FilterTrouble.TooManyDays));
            from = to.AddDays(1 - ConversationFilter.MostDays);
        }

        return (from, to);
    }

    private DateOnly? Day(string field)
    {
        if (Value(field) is not { } value)
            return null;
        if (DateOnly.TryParseExact(value, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Known(field, false);
        return null;
    }

    private SearchText? Text()
    {
        if (Value(TextField) is not { } typed)
            return null;
        var text = SearchText.Of(typed);
        if (text is null)
            _problems.Add(new FilterProblem(TextField, FilterTrouble.TextTooShort));
        return text;
    }

    private int? Points(string field)
    {
        if (Value(field) is not { } value)
            return null;
        return decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points) && Known(field, points <= 100)
            ? (int)decimal.Round(points * 100)
            : Nothing();

        int? Nothing()
        {
            Known(field, false);
            return null;
        }
    }

    private T? Choice<T>(string field, Func<string, T?> read)
        where T : struct
    {
        if (Value(field) is not { } value)
            return null;
        var choice = read(value);
        Known(field, choice is not null);
        return choice;
    }

    private string? Value(string field) => _values.GetValueOrDefault(field);

    /// <summary>Notes that a value says nothing, once, and takes it out of the form.</summary>
    private bool Known(string field, bool isKnown)
    {
        if (!isKnown && _values.Remove(field))
            _problems.Add(new FilterProblem(field, FilterTrouble.Unknown));
        return isKnown;
    }
}

/// <summary>What was wrong with a field.</summary>
public sealed record FilterProblem(string Field, FilterTrouble Trouble);

public enum FilterTrouble
{
    /// <summary>The value is none; it was left out.</summary>
    Unknown,
    DaysSwapped,

    /// <summary>Only the last <see cref="ConversationFilter.MostDays"/> of them are shown.</summary>
    TooManyDays,
    TextTooShort,
}
