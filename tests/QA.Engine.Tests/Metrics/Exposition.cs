using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace QA.Engine.Tests.Metrics;

internal sealed record ReadSample(string Name, IReadOnlyList<(string Name, string Value)> Labels, double Value, string? Exemplar, int ValueEnd)
{
    public string? Label(string name) => Labels.Where(label => label.Name == name).Select(label => label.Value).SingleOrDefault();

    public string Series => Name + "{" + string.Join(",", Labels.OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"{label.Name}={label.Value.Length}:{label.Value}")) + "}";
}

internal sealed record ReadFamily(string Name, string Type, string Help, string? Unit, List<ReadSample> Samples);

/// <summary>Reads both text formats, slowly and by the letter of their pages, and refuses what either page forbids.</summary>
internal sealed class Exposition
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private Exposition(List<ReadFamily> families) => Families = families;

    public List<ReadFamily> Families { get; }

    public IEnumerable<ReadSample> Samples => Families.SelectMany(family => family.Samples);

    public ReadFamily? Family(string name) => Families.SingleOrDefault(family => family.Name == name);

    public double? Value(string name, params (string Name, string Value)[] labels) =>
        Samples.Where(sample => sample.Name == name && labels.All(label => sample.Label(label.Name) == label.Value)).Select(sample => (double?)sample.Value).SingleOrDefault();

    public static Exposition Read(byte[] bytes, bool openMetrics)
    {
        var text = Strict.GetString(bytes);
        if (!text.EndsWith('\n'))
            throw new FormatException("the last line must end");
        var lines = text[..^1].Split('\n').ToList();
        if (openMetrics)
        {
            if (lines[^1] != "# EOF")
                throw new FormatException($"the last line must be # EOF, not '{lines[^1]}'");
            lines.RemoveAt(lines.Count - 1);
        }

        var families = new List<ReadFamily>();
        var about = new Dictionary<string, string>();
        string? family = null;
        foreach (var line in lines)
        {
            if (line.StartsWith('#'))
            {
                var words = line.Split(' ', 4);
                if (words.Length < 4 || words[0] != "#" || words[1] is not ("HELP" or "TYPE" or "UNIT") || words[1] == "UNIT" && !openMetrics)
                    throw new FormatException($"not a line of either format: '{line}'");
                if (family != words[2] || families.Count > 0 && families[^1].Name == words[2])
                {
                    if (families.Any(one => one.Name == words[2]))
                        throw new FormatException($"{words[2]} is described twice, or after its samples");
                    about.Clear();
                    family = words[2];
                }

                if (!about.TryAdd(words[1], words[1] == "HELP" ? Unescape(words[3], openMetrics) : words[3]))
                    throw new FormatException($"{words[1]} of {family} is said twice");
                continue;
            }

            var sample = Sample(line, openMetrics);
            if (families.Count == 0 || families[^1].Name != family)
            {
                if (family is null || !about.TryGetValue("TYPE", out var type) || !about.TryGetValue("HELP", out var help))
                    throw new FormatException($"nothing is said of '{line}' before it");
                if (about.TryGetValue("UNIT", out var unit) && !family.EndsWith("_" + unit, StringComparison.Ordinal))
                    throw new FormatException($"{family} must end in its unit {unit}");
                families.Add(new ReadFamily(family, type, help, about.GetValueOrDefault("UNIT"), []));
            }

            if (!Names(families[^1], openMetrics).Contains(sample.Name))
                throw new FormatException($"a sample {sample.Name} cannot be in the {families[^1].Type} {families[^1].Name}");
            if (sample.Exemplar is not null && !sample.Name.EndsWith("_bucket", StringComparison.Ordinal))
                throw new FormatException($"{sample.Name} has an exemplar");
            families[^1].Samples.Add(sample);
        }

        var twice = families.SelectMany(one => one.Samples).GroupBy(sample => sample.Series).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
            throw new FormatException($"the series {twice.Key} is there twice");
        foreach (var one in families)
        {
            if (one.Type == "histogram")
                CheckBuckets(one);
            if (one.Type is "counter" && one.Samples.Any(sample => sample.Value < 0 || double.IsNaN(sample.Value)))
                throw new FormatException($"{one.Name} counts below 0");
        }

        return new Exposition(families);
    }

    private static string[] Names(ReadFamily family, bool openMetrics) => family.Type switch
    {
        "histogram" => [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"],
        "counter" => openMetrics ? [family.Name + "_total"] : [family.Name],
        "info" when openMetrics => [family.Name + "_info"],
        "gauge" => [family.Name],
        _ => throw new FormatException($"{family.Name} has the type {family.Type}"),
    };

    private static void CheckBuckets(ReadFamily family)
    {
        foreach (var series in family.Samples.GroupBy(sample => string.Join(",", sample.Labels.Where(label => label.Name != "le"))))
        {
            var buckets = series.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToList();
            var bounds = buckets.Select(bucket => Number(bucket.Label("le")!)).ToList();
            if (!bounds.SequenceEqual(bounds.Distinct().Order()) || !double.IsPositiveInfinity(bounds[^1]) || buckets.Any(bucket => !bucket.Label("le")!.Contains('.') && bucket.Label("le") != "+Inf"))
                throw new FormatException($"{family.Name}: buckets {string.Join(" ", buckets.Select(bucket => bucket.Label("le")))}");
            if (!buckets.Select(bucket => bucket.Value).SequenceEqual(buckets.Select(bucket => bucket.Value).Order()))
                throw new FormatException($"{family.Name}: buckets must not fall");
            if (series.Single(sample => sample.Name == family.Name + "_count").Value != buckets[^1].Value)
                throw new FormatException($"{family.Name}: the count is not the last bucket");
            _ = series.Single(sample => sample.Name == family.Name + "_sum");
        }
    }

    private static ReadSample Sample(string line, bool openMetrics)
    {
        var at = 0;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or ':'))
            at++;
        var name = line[..at];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            throw new FormatException($"no name in '{line}'");
        var labels = at < line.Length && line[at] == '{' ? Labels(line, ref at) : [];
        if (at >= line.Length || line[at] != ' ')
            throw new FormatException($"no value in '{line}'");
        var end = line.IndexOf(' ', at + 1);
        var valueEnd = end < 0 ? line.Length : end;
        var value = Number(line[(at + 1)..valueEnd]);
        if (end < 0)
            return new ReadSample(name, labels, value, null, valueEnd);
        if (!openMetrics || !line[end..].StartsWith(" # {", StringComparison.Ordinal))
            throw new FormatException($"what is '{line[end..]}'?");
        at = end + 3;
        var exemplar = Labels(line, ref at);
        var numbers = line[(at + 1)..].Split(' ');
        if (numbers.Length != 2 || numbers.Any(number => double.IsNaN(Number(number))))
            throw new FormatException($"an exemplar has a value and a time: '{line[at..]}'");
        if (exemplar.Sum(label => label.Name.EnumerateRunes().Count() + label.Value.EnumerateRunes().Count()) > 128)
            throw new FormatException("the exemplar is too long");
        return new ReadSample(name, labels, value, exemplar.Single().Value, valueEnd);
    }

    private static List<(string Name, string Value)> Labels(string line, ref int at)
    {
        var labels = new List<(string Name, string Value)>();
        at++;
        while (line[at] != '}')
        {
            if (labels.Count > 0 && line[at++] != ',')
                throw new FormatException($"a comma is missing at {at} of '{line}'");
            var from = at;
            while (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_')
                at++;
            var name = line[from..at];
            if (name.Length == 0 || line[at] != '=' || line[at + 1] != '"')
                throw new FormatException($"no label at {from} of '{line}'");
            from = at += 2;
            while (line[at] != '"')
                at += line[at] == '\\' ? 2 : 1;
            var value = Unescape(line[from..at], quotes: true);
            if (value.Any(character => char.IsControl(character) && character is not '\n' and not '\t'))
                throw new FormatException($"a control character in '{line}'");
            labels.Add((name, value));
            at++;
        }

        at++;
        return labels;
    }

    private static string Unescape(string text, bool quotes)
    {
        var read = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                if (text[i] == '"' && quotes)
                    throw new FormatException($"a bare quote in '{text}'");
                read.Append(text[i]);
                continue;
            }

            i++;
            read.Append(text[i] switch
            {
                'n' => '\n',
                '\\' => '\\',
                '"' when quotes => '"',
                _ => throw new FormatException($"no escape: \\{text[i]}"),
            });
        }

        return read.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
