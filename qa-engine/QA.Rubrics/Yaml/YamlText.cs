using System;
using System.Collections.Generic;
using System.IO;
using QA.Scoring.Settings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace QA.Rubrics.Yaml;

/// <summary>Reads YAML into settings that keep their place. The only code that knows YAML.</summary>
internal sealed class YamlText
{
    /// <summary>UTF-16 units of a text; the largest rubric we know of has 60,000.</summary>
    public const int LongestText = 1_000_000;

    /// <summary>Maps and lists within each other; a rubric needs about ten.</summary>
    public const int DeepestNesting = 32;

    /// <summary>Values once every alias is followed, so that aliases of aliases cannot multiply without end.</summary>
    public const int MostValues = 200_000;

    private readonly Parser _parser;
    private readonly Report _report;
    private readonly int _linesBefore;
    private readonly Dictionary<string, (SettingNode Node, int Values)> _anchors = new(StringComparer.Ordinal);
    private int _values;

    private YamlText(TextReader text, Report report, int linesBefore)
    {
        _parser = new Parser(text);
        _report = report;
        _linesBefore = linesBefore;
    }

    /// <summary>The map a text consists of, or null where it is none; what is wrong was reported.</summary>
    /// <param name="linesBefore">Lines that stand before the text in its file.</param>
    public static MapNode? Read(string text, Report report, int linesBefore = 0)
    {
        if (text.Length > LongestText)
        {
            report(new Position(linesBefore + 1, 1), $"the text has {text.Length} characters", $"keep it below {LongestText}; long lists of phrases belong into lexicons");
            return null;
        }

        if (text.StartsWith('\uFEFF'))
            text = text[1..];
        if (HasControlCharacter(text, report, linesBefore))
            return null;

        using var reader = new StringReader(text);
        return new YamlText(reader, report, linesBefore).Document(text);
    }

    /// <summary>YAML forbids them, and the parser takes a zero for the end of the text, which would drop rules in silence.</summary>
    private static bool HasControlCharacter(string text, Report report, int linesBefore)
    {
        var line = linesBefore + 1;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
                start = i + 1;
            }
            else if ((c < ' ' && c is not ('\t' or '\r')) || c is '\u007F' or '\uFFFE' or '\uFFFF')
            {
                report(new Position(line, i - start + 1), $"the character U+{(int)c:X4} cannot stand in a text", "remove it; it is usually left over from copying");
                return true;
            }
        }

        return false;
    }

    private MapNode? Document(string text)
    {
        try
        {
            _parser.Consume<StreamStart>();
            if (!_parser.TryConsume<DocumentStart>(out _))
                return Empty();

            var root = Node(0);
            _parser.Consume<DocumentEnd>();
            if (_parser.Accept<DocumentStart>(out var second))
                _report(Place(second.Start), "a second document begins here", "remove the line '---'; a file holds one document");

            switch (root)
            {
                case MapNode map:
                    return map;
                case ScalarNode { Value.Length: 0, Quoted: false }:
                    return Empty();
                default:
                    _report(root.At, "the text must consist of settings", "begin with 'name: value' lines");
                    return null;
            }
        }
        catch (YamlException broken)
        {
            _report(PlaceOf(broken, text), Describe(broken), Advise(broken));
            return null;
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // What YamlDotNet 16.3 throws from its scanner where a bracket is left open, and from its parser where a tag is no address ("!!x![1"); neither
            // says where it stands.
            var after = _parser.Current?.End ?? Mark.Empty;
            _report(Place(after), "the YAML cannot be read here or behind", "check the indentation, quotes, brackets and colons of this line and the one before");
            return null;
        }
    }

    private MapNode? Empty()
    {
        _report(new Position(_linesBefore + 1, 1), "the text is empty", "write its settings as 'name: value' lines");
        return null;
    }

    private SettingNode Node(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Aliased(alias);

        var current = _parser.Consume<NodeEvent>();
        if (++_values > MostValues)
            throw new SemanticErrorException(current.Start, current.End, TooMany);
        if (depth > DeepestNesting)
            throw new SemanticErrorException(current.Start, current.End, $"more than {DeepestNesting} lists and maps stand within each other");

        var before = _values - 1;
        if (!current.Tag.IsEmpty)
            _report(Place(current.Start), "a tag such as '!!str' stands here", "remove it; quotes make a value a text");
        SettingNode node = current switch
        {
            Scalar scalar => Single(scalar),
            SequenceStart list => List(list, depth),
            MappingStart map => Map(map, depth),
            _ => throw new SemanticErrorException(current.Start, current.End, "a value is missing"),
        };

        // Known only now, so that nothing can contain itself.
        if (!current.Anchor.IsEmpty)
            _anchors[current.Anchor.Value] = (node, _values - before);
        return node;
    }

    private SettingNode Aliased(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
            throw new SemanticErrorException(alias.Start, alias.End, $"'*{alias.Value.Value}' stands for nothing that is complete above");

        _values += anchored.Values;
        return _values > MostValues ? throw new SemanticErrorException(alias.Start, alias.End, TooMany) : anchored.Node;
    }

    private static string TooMany => $"with its aliases the text has more than {MostValues} values";

    private ScalarNode Single(Scalar scalar) => new(scalar.Value, Place(scalar.Start), scalar.Style != ScalarStyle.Plain);

    private ListNode List(SequenceStart start, int depth)
    {
        var items = new List<SettingNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new ListNode(items, Place(start.Start));
    }

    private MapNode Map(MappingStart start, int depth)
    {
        var entries = new List<SettingEntry>();
        var known = new Dictionary<string, Position>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not ScalarNode name)
                _report(key.At, "a name must be a single word", "write name: value");
            else if (!known.TryAdd(name.Value, name.At))
                _report(name.At, $"'{name.Value}' stands here again; it first stands at {known[name.Value].Line}:{known[name.Value].Column}", "keep one of them");
            else
                entries.Add(new SettingEntry(name, value));
        }

        // "[a: b]" holds a map without braces, for which the parser gives no place.
        return new MapNode(entries, start.Start.Index == 0 && entries.Count > 0 ? entries[0].Key.At : Place(start.Start));
    }

    private Position Place(in Mark mark) => new((int)mark.Line + _linesBefore, (int)mark.Column);

    /// <summary>Where it gave up; but what is open until the end of the text is mended where it begins, and a tab where it stands.</summary>
    private Position PlaceOf(YamlException broken, string text)
    {
        if (broken.Message.Contains("tab", StringComparison.Ordinal) && TabInIndentation(text) is { } tab)
            return tab;
        return broken is SemanticErrorException || broken.End.Line == 0 || broken.Message.Contains("end of", StringComparison.Ordinal) || broken.Message.Contains("quoted", StringComparison.Ordinal)
            ? Place(broken.Start)
            : Place(broken.End);
    }

    private Position? TabInIndentation(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var indentation = lines[i].AsSpan()[..(lines[i].Length - lines[i].AsSpan().TrimStart().Length)];
            if (indentation.IndexOf('\t') is var column and >= 0)
                return new Position(i + 1 + _linesBefore, column + 1);
        }

        return null;
    }

    private static string Describe(YamlException broken)
        => broken is SemanticErrorException && broken.InnerException is null && !broken.Message.StartsWith("While", StringComparison.Ordinal)
            ? broken.Message.TrimEnd('.')
            : "the YAML cannot be read here: " + char.ToLowerInvariant(broken.Message[0]) + broken.Message[1..].TrimEnd('.');

    private static string Advise(YamlException broken)
    {
        var message = broken.Message;
        if (message.Contains("tab", StringComparison.OrdinalIgnoreCase))
            return "indent with spaces";
        if (message.Contains("quoted", StringComparison.Ordinal))
            return "close the quotation marks that begin here, on the same line";
        if (message.Contains("mapping values", StringComparison.OrdinalIgnoreCase))
            return "put quotes around a text that contains ': ', and check the indentation";
        if (message.Contains("simple key", StringComparison.OrdinalIgnoreCase))
            return "write 'name: value', with a plain ':' and a space after it";
        if (message.Contains("alias", StringComparison.OrdinalIgnoreCase) || message.StartsWith("'*", StringComparison.Ordinal))
            return "define it above with '&name', or put quotes around a text that begins with '*'";
        return "check the indentation, quotes, brackets and colons of this line and the one before";
    }
}
