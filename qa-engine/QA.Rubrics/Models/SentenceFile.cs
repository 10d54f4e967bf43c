using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Models;

/// <summary>Sentences that show what a model should know: <c>+</c> is one of the kind, <c>-</c> is not, though it may look like it.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Of">Whose sentences these are: customer or agent. Models of one speaker are trained against each other.</param>
/// <param name="Like">Kinds whose sentences may be of this kind too, and so are no counter-examples.</param>
/// <param name="Alarms">Which share of counter-examples it may take for one of the kind, in thousandths: sets the threshold.</param>
/// <param name="Yes">Sentences of the kind; none: the file holds counter-examples for all models of the speaker.</param>
/// <param name="No">Sentences that are not.</param>
internal sealed record SentenceFile(string Name, string Of, IReadOnlyList<string> Like, int Alarms, IReadOnlyList<string> Yes, IReadOnlyList<string> No)
{
    private const int DefaultAlarms = 10;
    private static readonly string[] Speakers = ["customer", "agent"];
    private static readonly string[] Settings = ["of", "like", "alarms"];

    /// <summary>Reads a file; what is wrong is reported.</summary>
    public static SentenceFile Read(string name, string text, Report report)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(report);
        var of = "";
        IReadOnlyList<string> like = [];
        var alarms = DefaultAlarms;
        var (yes, no) = (new List<string>(), new List<string>());
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Select(line => line.Trim()))
        {
            var at = new Position(++number, 1);
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] is '+' or '-')
            {
                var sentence = line[1..].Trim();
                if (sentence.Length == 0)
                    report(at, "the sentence is empty", "write it behind the sign, or remove the line");
                else if (!seen.TryAdd(sentence, number))
                    report(at, $"the sentence stands here again; it first stands in line {seen[sentence]}", "remove one of them");
                else
                    (line[0] == '+' ? yes : no).Add(sentence);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (setting, value) = colon < 0 ? (line, "") : (line[..colon].TrimEnd(), line[(colon + 1)..].Trim());
            if (setting == "of" && Speakers.Contains(value))
                of = value;
            else if (setting == "like")
                like = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            else if (setting == "alarms" && value.EndsWith('%') && decimal.TryParse(value[..^1], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 50)
                alarms = (int)decimal.Round(percent * 10);
            else if (Settings.Contains(setting))
                report(at, $"'{setting}' cannot be \"{value}\"", setting == "of" ? "write of: customer, or of: agent" : "write a share of counter-examples, such as alarms: 1%");
            else
                report(at, $"'{setting}' is neither a sentence nor a setting", "begin a sentence with '+ ' if it is of the kind and with '- ' if not");
        }

        if (of.Length == 0)
            report(new Position(1, 1), "nothing says whose sentences these are", "add a line of: customer, or of: agent");
        return new SentenceFile(name, of, like, alarms, yes, no);
    }
}
