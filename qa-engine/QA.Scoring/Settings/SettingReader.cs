using System;
using System.Collections.Generic;
using System.Globalization;
using QA.Scoring.Rules;

namespace QA.Scoring.Settings;

/// <summary>
/// Hands out the settings of one rule, criterion or rubric as typed values. A missing or misshapen value is reported with its
/// place and answered with something harmless, so a reader never throws at an author and every problem comes in one go.
/// While recording, it has no values and notes what is asked for; the schema is made of that.
/// </summary>
public sealed class SettingReader
{
    private readonly MapNode? _node;
    private readonly IVocabulary _vocabulary;
    private readonly List<SettingShape>? _recorded;
    private readonly List<string> _known;

    /// <summary>Reads <paramref name="node"/>; names are resolved and problems kept by <paramref name="vocabulary"/>.</summary>
    public SettingReader(MapNode node, IVocabulary vocabulary)
    {
        _node = node;
        _vocabulary = vocabulary;
        _known = [];
    }

    private SettingReader(List<SettingShape> recorded)
    {
        _vocabulary = NoVocabulary.Instance;
        _recorded = recorded;
        _known = [];
    }

    private SettingReader(SettingReader original, IVocabulary vocabulary)
    {
        _node = original._node;
        _recorded = original._recorded;
        _known = original._known;
        _vocabulary = vocabulary;
    }

    /// <summary>The same settings, resolved by another vocabulary.</summary>
    internal SettingReader With(IVocabulary vocabulary) => new(this, vocabulary);

    /// <summary>What <paramref name="read"/> asks for, in the order it asks.</summary>
    public static IReadOnlyList<SettingShape> Record(Action<SettingReader> read)
    {
        var shapes = new List<SettingShape>();
        read(new SettingReader(shapes));
        return shapes;
    }

    /// <summary>Where the settings begin.</summary>
    public Position At => _node?.At ?? default;

    public IVocabulary Vocabulary => _vocabulary;

    public bool IsRecording => _recorded is not null;

    /// <summary>Whether the author wrote it; asks nothing, so the schema does not change by it.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Where a setting's value stands, or where the settings begin.</summary>
    public Position PlaceOf(string name) => Find(name)?.At ?? At;

    public void Report(string name, string wrong, string right) => _vocabulary.Report(PlaceOf(name), wrong, right);

    /// <summary>The raw value, for readers with a form of their own.</summary>
    public SettingNode? Node(string name, SettingType type, string description, bool required = false, IReadOnlyList<SettingShape>? children = null)
        => Ask(name, type, description, required, fallback: null, choices: null, children);

    /// <summary>A text; required where there is no <paramref name="fallback"/>.</summary>
    public string Text(string name, string description, string? fallback = null)
        => Ask(name, SettingType.Text, description, fallback is null, fallback) is { } node && Scalar(name, node, "a text") is { } value ? value : fallback ?? "";

    public string? OptionalText(string name, string description)
        => Ask(name, SettingType.Text, description, required: false) is { } node ? Scalar(name, node, "a text") : null;

    /// <summary>A text in both languages: <c>{zh: …, en: …}</c>.</summary>
    public Wording? Wording(string name, string description, bool required = false)
    {
        var node = Ask(name, SettingType.Wording, description, required);
        if (node is null)
            return null;

        if (node is not MapNode map)
        {
            Report(name, $"'{name}' must be a text in both languages", "write {zh: …, en: …}");
            return null;
        }

        var inner = new SettingReader(map, _vocabulary);
        var wording = new Wording(inner.Text("zh", "In Chinese."), inner.Text("en", "In English."));
        inner.Finish($"'{name}'");
        return wording;
    }

    public int Integer(string name, string description, int? fallback = null, int atLeast = 0, int atMost = int.MaxValue)
    {
        if (Ask(name, SettingType.Integer, description, fallback is null, fallback?.ToString(CultureInfo.InvariantCulture)) is { } node
            && Scalar(name, node, "a whole number") is { } text)
        {
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= atLeast && value <= atMost)
                return value;
            Report(name, $"'{name}' must be a whole number {Bounds(atLeast, atMost)}, not \"{text}\"", $"write {name}: {fallback ?? atLeast}");
        }

        return fallback ?? atLeast;
    }

    public int? OptionalInteger(string name, string description, int atLeast = 0, int atMost = int.MaxValue)
    {
        if (!IsRecording && !Has(name))
        {
            _known.Add(name);
            return null;
        }

        if (IsRecording)
        {
            Ask(name, SettingType.Integer, description, required: false);
            return null;
        }

        return Integer(name, description, fallback: atLeast, atLeast, atMost);
    }

    /// <summary>A number with up to six decimals.</summary>
    public decimal Number(string name, string description, decimal? fallback = null, decimal atLeast = 0, decimal atMost = 1_000_000)
    {
        if (Ask(name, SettingType.Number, description, fallback is null, fallback?.ToString(CultureInfo.InvariantCulture)) is { } node
            && Scalar(name, node, "a number") is { } text)
        {
            if (TryNumber(text, out var value) && value >= atLeast && value <= atMost)
                return value;
            Report(name, $"'{name}' must be a number from {atLeast} to {atMost} with at most six decimals, not \"{text}\"", $"write {name}: {fallback ?? atLeast}");
        }

        return fallback ?? atLeast;
    }

    public decimal? OptionalNumber(string name, string description, decimal atLeast = 0, decimal atMost = 1_000_000)
    {
        if (Ask(name, SettingType.Number, description, required: false) is not { } node || Scalar(name, node, "a number") is not { } text)
            return null;
        if (TryNumber(text, out var value) && value >= atLeast && value <= atMost)
            return value;
        Report(name, $"'{name}' must be a number from {atLeast} to {atMost} with at most six decimals, not \"{text}\"", $"write {name}: {atLeast}");
        return null;
    }

    public bool Flag(string name, string description, bool fallback)
    {
        if (Ask(name, SettingType.Flag, description, required: false, fallback ? "true" : "false") is { } node && Scalar(name, node, "true or false") is { } text)
        {
            if (text is "true")
                return true;
            if (text is "false")
                return false;
            Report(name, $"'{name}' must be true or false, not \"{text}\"", $"write {name}: {(fallback ? "true" : "false")}");
        }

        return fallback;
    }

    /// <summary>A duration in seconds: 90s, 5m, 6h, 2d.</summary>
    public int? Duration(string name, string description, int? fallback = null, bool required = false)
    {
        if (Ask(name, SettingType.Duration, description, required, fallback is { } f ? f + "s" : null) is { } node && Scalar(name, node, "a duration") is { } text)
        {
            if (TryDuration(text, out var seconds))
                return seconds;
            Report(name, $"'{name}' must be a duration, not \"{text}\"", "write a whole number and s, m, h or d, such as 90s or 5m");
        }

        return fallback;
    }

    /// <summary>Minutes after midnight, from "HH:MM" (24:00 allowed).</summary>
    public int TimeOfDay(string name, string description)
    {
        if (Ask(name, SettingType.TimeOfDay, description, required: true) is { } node && Scalar(name, node, "a time of day") is { } text)
        {
            if (text.Length == 5 && text[2] == ':'
                && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
                && int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0)))
            {
                return (hours * 60) + minutes;
            }

            Report(name, $"'{name}' must be a time of day, not \"{text}\"", "write HH:MM in quotes, such as \"08:00\"");
        }

        return 0;
    }

    /// <summary>One of a closed list of words.</summary>
    public string Choice(string name, string description, IReadOnlyList<string> choices, string? fallback = null)
    {
        if (Ask(name, SettingType.Choice, description, fallback is null, fallback, choices) is { } node && Scalar(name, node, "one of " + string.Join(", ", choices)) is { } text)
        {
            if (Contains(choices, text))
                return text;
            Report(name, $"'{name}' cannot be \"{text}\"", Suggestion.Or(text, choices, "use one of " + string.Join(", ", choices)));
        }

        return fallback ?? choices[0];
    }

    /// <summary>One of the values of an enumeration, by their names in small letters.</summary>
    public T Choice<T>(string name, string description, T fallback)
        where T : struct, Enum
    {
        var choices = Array.ConvertAll(Enum.GetNames<T>(), static choice => choice.ToLowerInvariant());
        var chosen = Choice(name, description, choices, choices[Array.IndexOf(Enum.GetValues<T>(), fallback)]);
        return Enum.GetValues<T>()[Array.IndexOf(choices, chosen)];
    }

    /// <summary>Some of a closed list of words; one word may stand without brackets.</summary>
    public IReadOnlyList<string> Choices(string name, string description, IReadOnlyList<string> choices, string? fallback = null)
    {
        var node = Ask(name, SettingType.ChoiceList, description, fallback is null, fallback, choices);
        if (node is null)
            return fallback is null ? [] : [fallback];

        var chosen = new List<string>();
        foreach (var scalar in Scalars(name, node))
        {
            if (!Contains(choices, scalar.Value))
                _vocabulary.Report(scalar.At, $"'{name}' cannot hold \"{scalar.Value}\"", Suggestion.Or(scalar.Value, choices, "use some of " + string.Join(", ", choices)));
            else if (!chosen.Contains(scalar.Value))
                chosen.Add(scalar.Value);
        }

        return chosen;
    }

    public IReadOnlyList<ScalarNode> Texts(string name, string description, bool required = false)
        => Ask(name, SettingType.TextList, description, required) is { } node ? Scalars(name, node) : [];

    /// <summary>Lexicons by name, as indices; unknown ones are reported and left out.</summary>
    public IReadOnlyList<int> Lexicons(string name, string description, bool required = false)
    {
        if (Ask(name, SettingType.LexiconList, description, required) is not { } node)
            return [];
        var indices = new List<int>();
        foreach (var scalar in Scalars(name, node))
        {
            var index = _vocabulary.Lexicon(scalar.Value, scalar.At);
            if (index >= 0 && !indices.Contains(index))
                indices.Add(index);
        }

        return indices;
    }

    /// <summary>Phrases written inside the rule, as the index of a nameless lexicon; null where there are none.</summary>
    public int? InlinePhrases(string name, string description)
    {
        var texts = Texts(name, description);
        return texts.Count == 0 ? null : _vocabulary.InlinePhrases(texts);
    }

    /// <summary>A trained model, by name; null where it is not known, which was reported.</summary>
    public ModelReference? Model(string name, string description)
        => Ask(name, SettingType.Text, description, required: true) is { } node && ScalarOf(name, node, "the name of a model") is { } scalar ? _vocabulary.Model(scalar.Value, scalar.At) : null;

    public RuleReference? Rule(string name, string description, bool required = false)
        => Ask(name, SettingType.Rule, description, required) is { } node && ScalarOf(name, node, "the name of a rule") is { } scalar ? _vocabulary.Rule(scalar.Value, scalar.At) : null;

    public IReadOnlyList<RuleReference> RuleList(string name, string description, bool required = false)
    {
        if (Ask(name, SettingType.RuleList, description, required) is not { } node)
            return [];
        var references = new List<RuleReference>();
        foreach (var scalar in Scalars(name, node))
            references.Add(_vocabulary.Rule(scalar.Value, scalar.At));
        return references;
    }

    /// <summary>A condition over rules, such as <c>a and (b or not c)</c>.</summary>
    public Expression? Expression(string name, string description, bool required = false)
        => Ask(name, SettingType.Expression, description, required) is { } node && ScalarOf(name, node, "a condition over rules") is { } scalar
            ? Rules.Expression.Parse(scalar, _vocabulary)
            : null;

    /// <summary>A count with a unit out of <paramref name="units"/>.</summary>
    public Quantity? Quantity(string name, string description, params QuantityUnit[] units)
    {
        if (Ask(name, SettingType.Quantity, description, required: false) is not { } node || Scalar(name, node, "a count with its unit") is not { } text)
            return null;
        if (TryQuantity(text, out var quantity) && Array.IndexOf(units, quantity.Unit) >= 0)
            return quantity;
        Report(name, $"'{name}' must be a count with its unit, not \"{text}\"", "write " + string.Join(" or ", Array.ConvertAll(units, Example)));
        return null;
    }

    /// <summary>A value that is itself a map, or null where it is left out; its reader calls <see cref="Finish"/> on it.</summary>
    public T? Map<T>(string name, string description, Func<SettingReader, T> read, bool required = false)
        where T : class
    {
        if (_recorded is not null)
        {
            T? dummy = null;
            _recorded.Add(new SettingShape(name, SettingType.Map, description, required, Children: Record(inner => dummy = read(inner))));
            return dummy;
        }

        _known.Add(name);
        switch (Find(name))
        {
            case null:
                if (required)
                    Missing(name, description);
                return null;
            case MapNode map:
                var settings = new SettingReader(map, _vocabulary);
                var value = read(settings);
                settings.Finish($"'{name}'");
                return value;
            default:
                Report(name, $"'{name}' must be a group of settings", "write its settings below it, indented, or as {name: value}");
                return null;
        }
    }

    /// <summary>A list of maps; a single map may stand without the list where <paramref name="orSingle"/>.</summary>
    public IReadOnlyList<T> Maps<T>(string name, string description, Func<SettingReader, T> read, bool required = false, bool orSingle = false)
    {
        var values = new List<T>();
        if (_recorded is not null)
        {
            _recorded.Add(new SettingShape(name, orSingle ? SettingType.MapOrMapList : SettingType.MapList, description, required, Children: Record(inner => read(inner))));
            return values;
        }

        _known.Add(name);
        switch (Find(name))
        {
            case null:
                if (required)
                    Missing(name, description);
                break;
            case MapNode single when orSingle:
                Add(single);
                break;
            case ListNode { Items.Count: 0 } when required:
                Report(name, $"'{name}' is an empty list", "add at least one item on a line of its own, beginning with '- '");
                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (item is MapNode map)
                        Add(map);
                    else
                        _vocabulary.Report(item.At, $"an item of '{name}' must be a group of settings", "write '- name: value' with further settings below it");
                }

                break;
            default:
                Report(name, $"'{name}' must be a list", "write each item on a line of its own, beginning with '- '");
                break;
        }

        return values;

        void Add(MapNode map)
        {
            var settings = new SettingReader(map, _vocabulary);
            values.Add(read(settings));
            settings.Finish($"an item of '{name}'");
        }
    }

    /// <summary>Reports every setting nobody asked for. Call once, after reading.</summary>
    /// <param name="owner">What the settings belong to, for the message.</param>
    public void Finish(string owner)
    {
        if (_node is null)
            return;
        foreach (var entry in _node.Entries)
        {
            if (!_known.Contains(entry.Key.Value))
            {
                _vocabulary.Report(
                    entry.Key.At,
                    $"{owner} has no setting '{entry.Key.Value}'",
                    Suggestion.Or(entry.Key.Value, _known, "it knows " + string.Join(", ", _known)));
            }
        }
    }

    /// <summary>Reads 90s, 5m, 6h, 2d into seconds.</summary>
    public static bool TryDuration(string text, out int seconds)
    {
        seconds = 0;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (unit == 0 || count > int.MaxValue / unit)
            return false;
        seconds = count * unit;
        return true;
    }

    private static bool TryQuantity(string text, out Quantity quantity)
    {
        quantity = default;
        if (TryDuration(text, out var seconds))
        {
            quantity = new Quantity(seconds, QuantityUnit.Seconds);
            return true;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || !int.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            return false;
        QuantityUnit? unit = text[(space + 1)..] switch
        {
            "character" or "characters" => QuantityUnit.Characters,
            "message" or "messages" => QuantityUnit.Messages,
            "turn" or "turns" => QuantityUnit.Turns,
            _ => null,
        };
        if (unit is null)
            return false;
        quantity = new Quantity(count, unit.Value);
        return true;
    }

    private static bool TryNumber(string text, out decimal value)
        => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && decimal.Round(value, 6) == value;

    private static string Example(QuantityUnit unit) => unit switch
    {
        QuantityUnit.Characters => "10 characters",
        QuantityUnit.Messages => "3 messages",
        QuantityUnit.Turns => "2 turns",
        _ => "5m",
    };

    private static string Bounds(int atLeast, int atMost) => atMost == int.MaxValue ? $"of at least {atLeast}" : $"from {atLeast} to {atMost}";

    private static bool Contains(IReadOnlyList<string> list, string text)
    {
        foreach (var item in list)
        {
            if (string.Equals(item, text, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private SettingNode? Find(string name)
    {
        if (_node is not null)
        {
            foreach (var entry in _node.Entries)
            {
                if (string.Equals(entry.Key.Value, name, StringComparison.Ordinal))
                    return entry.Value;
            }
        }

        return null;
    }

    private SettingNode? Ask(
        string name,
        SettingType type,
        string description,
        bool required,
        string? fallback = null,
        IReadOnlyList<string>? choices = null,
        IReadOnlyList<SettingShape>? children = null)
    {
        _known.Add(name);
        if (_recorded is not null)
        {
            _recorded.Add(new SettingShape(name, type, description, required, fallback, choices, children));
            return null;
        }

        var node = Find(name);
        if (node is null && required)
            Missing(name, description);
        return node;
    }

    private void Missing(string name, string description)
        => _vocabulary.Report(At, $"'{name}' is missing", "add it: " + char.ToLowerInvariant(description[0]) + description[1..].TrimEnd('.'));

    private string? Scalar(string name, SettingNode node, string expected) => ScalarOf(name, node, expected)?.Value;

    private ScalarNode? ScalarOf(string name, SettingNode node, string expected)
    {
        if (node is ScalarNode scalar)
        {
            if (scalar.Value.Length > 0)
                return scalar;
            _vocabulary.Report(node.At, $"'{name}' is empty", $"write {expected}");
            return null;
        }

        _vocabulary.Report(node.At, $"'{name}' must be {expected}, not a {(node is ListNode ? "list" : "group of settings")}", $"write {expected}");
        return null;
    }

    private List<ScalarNode> Scalars(string name, SettingNode node)
    {
        var scalars = new List<ScalarNode>();
        switch (node)
        {
            case ScalarNode single when single.Value.Length > 0:
                scalars.Add(single);
                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (item is ScalarNode { Value.Length: > 0 } scalar)
                        scalars.Add(scalar);
                    else
                        _vocabulary.Report(item.At, $"an item of '{name}' must be a text", item is MapNode ? "put quotes around a text that contains ': '" : "write one text an item");
                }

                if (list.Items.Count == 0)
                    _vocabulary.Report(node.At, $"'{name}' is an empty list", "leave it out or name at least one");
                break;
            default:
                _vocabulary.Report(node.At, $"'{name}' must be a list", "write [one, another]");
                break;
        }

        return scalars;
    }

    private sealed class NoVocabulary : IVocabulary
    {
        public static NoVocabulary Instance { get; } = new();

        public void Report(Position at, string wrong, string right)
        {
            // While recording there is no author to tell.
        }

        public int Lexicon(string name, Position at) => -1;

        public int InlinePhrases(IReadOnlyList<ScalarNode> phrases) => -1;

        public ModelReference? Model(string name, Position at) => null;

        public RuleReference Rule(string name, Position at) => new(name, at);
    }
}
