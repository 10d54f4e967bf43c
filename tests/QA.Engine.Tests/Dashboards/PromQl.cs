using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Tests.Dashboards;

/// <summary>A metric with its matchers, as a query names it.</summary>
/// <param name="Text">The selector alone, without range and offset.</param>
/// <param name="Labels">Names of labels it is matched by.</param>
internal sealed record Selector(string Metric, string Text, IReadOnlyList<string> Labels);

/// <summary>
/// What a query names. Enough of PromQL's grammar to tell metrics from functions, labels, durations and words; whether the query is right
/// is for Prometheus to say.
/// </summary>
internal sealed class PromQl
{
    private static readonly string[] Grouping = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly string[] Words = ["and", "or", "unless", "bool", "offset", "atan2", "inf", "nan", "start", "end"];
    private static readonly string[] Aggregations = ["sum", "min", "max", "avg", "count", "group", "topk", "bottomk", "quantile", "stddev", "stdvar", "count_values"];

    private readonly string _text;
    private readonly List<Selector> _selectors = [];
    private readonly List<string> _labels = [];

    /// <param name="text">With its variables filled in, or with <c>$name</c> inside quotes and durations.</param>
    public PromQl(string text)
    {
        _text = text;
        Read();
    }

    public IReadOnlyList<Selector> Selectors => _selectors;

    public IEnumerable<string> Metrics => _selectors.Select(static selector => selector.Metric).Distinct(StringComparer.Ordinal);

    /// <summary>Labels it groups and joins by.</summary>
    public IReadOnlyList<string> GroupLabels => _labels;

    private void Read()
    {
        var at = 0;
        while (at < _text.Length)
        {
            var c = _text[at];
            if (c is '"' or '\'' or '`')
                at = PastString(at);
            else if (c == '[')
                at = _text.IndexOf(']', at) + 1;
            else if (char.IsAsciiDigit(c) || c == '$')
                at = Past(at + 1, static d => char.IsAsciiLetterOrDigit(d) || d is '.' or '_');
            else if (IsNamed(c))
                at = ReadName(at);
            else
                at++;
        }
    }

    private int ReadName(int from)
    {
        var to = Past(from, static d => IsNamed(d) || char.IsAsciiDigit(d));
        var name = _text[from..to];
        var next = Past(to, char.IsWhiteSpace);
        var follows = next < _text.Length ? _text[next] : '\0';
        if (Grouping.Contains(name, StringComparer.Ordinal))
        {
            if (follows != '(')
                return to;
            var end = _text.IndexOf(')', next);
            _labels.AddRange(_text[(next + 1)..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return end + 1;
        }

        if (Words.Contains(name, StringComparer.OrdinalIgnoreCase) || Aggregations.Contains(name, StringComparer.Ordinal) || follows == '(')
            return to;
        if (follows != '{')
        {
            _selectors.Add(new Selector(name, name, []));
            return to;
        }

        var labels = new List<string>();
        var at = next + 1;
        while (_text[at] != '}')
        {
            if (_text[at] is '"' or '\'' or '`')
            {
                at = PastString(at);
            }
            else if (IsNamed(_text[at]))
            {
                var end = Past(at, static d => IsNamed(d) || char.IsAsciiDigit(d));
                labels.Add(_text[at..end]);
                at = end;
            }
            else
            {
                at++;
            }
        }

        _selectors.Add(new Selector(name, _text[from..(at + 1)], labels));
        return at + 1;
    }

    private static bool IsNamed(char c) => char.IsAsciiLetter(c) || c is '_' or ':';

    private int Past(int at, Func<char, bool> goesOn)
    {
        while (at < _text.Length && goesOn(_text[at]))
            at++;
        return at;
    }

    private int PastString(int from)
    {
        for (var at = from + 1; at < _text.Length; at++)
        {
            if (_text[at] == '\\')
                at++;
            else if (_text[at] == _text[from])
                return at + 1;
        }

        throw new FormatException($"a string begins and does not end: {_text}");
    }
}
