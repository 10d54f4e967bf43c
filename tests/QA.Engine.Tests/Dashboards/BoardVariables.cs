using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace QA.Engine.Tests.Dashboards;

/// <summary>What Grafana puts in the place of a board's variables: what their own queries find, written as Grafana's Prometheus plug-in writes it.</summary>
internal sealed partial class BoardVariables
{
    private readonly Dictionary<string, IReadOnlyList<string>> _texts;

    private BoardVariables(Dictionary<string, IReadOnlyList<string>> texts) => _texts = texts;

    /// <param name="wrong">Takes a line for each variable that finds nothing, or not what it begins with.</param>
    public static async Task<BoardVariables> Of(Board board, PrometheusServer prometheus, List<string> wrong)
    {
        // Grafana's would be a minute. On a busy machine more than that goes by between the last chat and the question, and what is no number then is no answer.
        var filled = new BoardVariables(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["__rate_interval"] = ["20m"] });
        foreach (var variable in board.Variables)
        {
            var name = (string)variable["name"]!;
            switch ((string)variable["type"]!)
            {
                case "query":
                    filled._texts[name] = [await Query(board, variable, filled, prometheus, wrong)];
                    break;
                case "custom":
                    // The window changes which series are asked for, so all of them; the others are limits.
                    filled._texts[name] = name == "window" ? [.. variable["options"]!.AsArray().Select(static option => (string)option!["value"]!)] : [(string)variable["current"]!["value"]!];
                    break;
            }
        }

        return filled;
    }

    /// <summary>The same with one variable set by hand.</summary>
    public BoardVariables With(string name, string value) =>
        new(new Dictionary<string, IReadOnlyList<string>>(_texts, StringComparer.Ordinal) { [name] = [value] });

    /// <summary>An expression with its variables filled in; several where it depends on the window.</summary>
    public IEnumerable<string> Fill(string expression) =>
        (expression.Contains("$window", StringComparison.Ordinal) ? _texts["window"] : [""]).Select(window => Variable().Replace(
            expression,
            match => match.Groups["name"].Value is "window" ? window : _texts[match.Groups["name"].Value][0]));

    private static async Task<string> Query(Board board, JsonObject variable, BoardVariables before, PrometheusServer prometheus, List<string> wrong)
    {
        var listed = Listed().Match((string)variable["query"]!["query"]!);
        var values = await prometheus.LabelValues(before.Fill(listed.Groups["selector"].Value).First(), listed.Groups["label"].Value);
        if (values.Count == 0)
            wrong.Add($"{board.Name}: nothing to choose from for {variable["name"]}");
        if (!(bool)variable["multi"]!)
            return values.Count == 0 ? "" : Quoted(values[0]);
        var chosen = variable["current"]!["value"]!.AsArray().Select(static value => (string)value!).ToList();
        if (chosen is not ["$__all"])
            wrong.AddRange(chosen.Except(values).Select(value => $"{board.Name}: {variable["name"]} begins with {value}, which nothing has"));
        return "(" + string.Join('|', (chosen is ["$__all"] ? values : chosen).Select(Pattern)) + ")";
    }

    private static string Quoted(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Part of a pattern that stands in a string: its own backslashes count twice.</summary>
    private static string Pattern(string value) => Quoted(Special().Replace(value, @"\$0"));

    // "$1" of label_replace is none.
    // "$1" of label_replace is none.
    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)\}?")]
    private static partial Regex Variable();

    [GeneratedRegex(@"[\\^$.|?*+()\[\]{}]")]
    private static partial Regex Special();

    [GeneratedRegex(@"^label_values\((?<selector>.*), (?<label>\w+)\)$")]
    private static partial Regex Listed();
}
