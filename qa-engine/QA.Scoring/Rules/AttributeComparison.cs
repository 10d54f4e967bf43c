using System;
using System.Globalization;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Holds by a fact about the conversation beside its words: the state of the order, a rating, a tag, the shop.</summary>
internal sealed class AttributeComparison : Rule
{
    private readonly string _attribute;
    private readonly string[] _values;
    private readonly decimal? _atLeast;
    private readonly decimal? _atMost;
    private readonly bool _exists;

    private AttributeComparison(SettingReader settings)
    {
        _attribute = settings.Text("attribute", "The attribute's name as the conversations have it; channel, shop and customer are the conversation's own.");
        _values = [.. Values(settings)];
        _atLeast = settings.OptionalNumber("at-least", "The number it must be at least.", atLeast: -1_000_000_000, atMost: 1_000_000_000);
        _atMost = settings.OptionalNumber("at-most", "The number it may be at most.", atLeast: -1_000_000_000, atMost: 1_000_000_000);
        _exists = settings.Flag("exists", "Whether the conversation must have it, or must not.", fallback: true);
        if (settings.IsRecording)
            return;
        var compares = settings.Has("is") || settings.Has("at-least") || settings.Has("at-most");
        if (!compares && !settings.Has("exists"))
            settings.Vocabulary.Report(settings.At, "the rule has nothing to compare the attribute with", "add is: [value], at-least: 3, at-most: 3 or exists: true");
        else if (compares && settings.Has("exists"))
            settings.Report("exists", "'exists' stands beside a comparison, which needs the attribute anyway", "keep one of them");
        if (_atLeast > _atMost)
            settings.Report("at-most", $"no number is at least {_atLeast} and at most {_atMost}", "let 'at-most' be the larger");
    }

    public static RuleKind Kind { get; } = new("attribute", "A fact about the conversation beside its words: order state, rating, tag, shop.", settings => new AttributeComparison(settings));

    internal override void Examine(Examination chat, FindingList findings)
    {
        // It holds, but there are no words to point at.
        if (chat.View.From < chat.View.To && Holds(Value(chat.Conversation)))
            findings.Add(new Mark(chat.View.From, 0, 0, -1));
    }

    private static System.Collections.Generic.IEnumerable<string> Values(SettingReader settings)
    {
        foreach (var value in settings.Texts("is", "Values any of which it must have; a list has every value that is one of its items."))
            yield return value.Value;
    }

    private string? Value(Conversation conversation) => conversation.Attribute(_attribute)?.Value ?? _attribute switch
    {
        "channel" => conversation.Channel,
        "shop" => conversation.Shop,
        "customer" => conversation.Customer,
        _ => null,
    };

    private bool Holds(string? value)
    {
        if (value is null)
            return !_exists;
        if (_values.Length > 0 && !IsAny(value))
            return false;
        if (_atLeast is null && _atMost is null)
            return _values.Length > 0 || _exists;
        return decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !(number < _atLeast) && !(number > _atMost);
    }

    private bool IsAny(string value)
    {
        foreach (var wanted in _values)
        {
            if (string.Equals(wanted, value, StringComparison.Ordinal) || JsonList.Contains(value, wanted))
                return true;
        }

        return false;
    }
}
