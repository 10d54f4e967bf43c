using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QA.Rubrics.Examples;
using QA.Rubrics.Models;
using QA.Rubrics.Yaml;
using Xunit;

namespace QA.Rubrics.Tests;

/// <summary>Every sentence an author can be told must be told to one by some text here.</summary>
public sealed class ProblemMessageTests
{
    [Fact]
    public void Every_problem_message_is_provoked_by_some_file()
    {
        var told = Repository.Files("bad", "*.bad.yaml")
            .SelectMany(file => RubricFile.Parse(Repository.Rubric("bad", file)).Problems)
            .Concat(Repository.Files("bad", "*.page.md").SelectMany(file => RulePage.Parse(File.ReadAllText(Path.Combine(Repository.Tests, "bad", file)), file).Problems))
            .Concat(Generated())
            .Select(problem => problem.Wrong)
            .ToList();

        var silent = Messages().Where(message => !told.Exists(wrong => message.Pattern.IsMatch(wrong))).Select(message => message.Text).ToList();

        Assert.True(silent.Count == 0, "no text under bad/ provokes:\n" + string.Join('\n', silent));
        Assert.True(Messages().Count > 80, "the messages are no longer found in the sources; mend this test");
    }

    /// <summary>Too large or too broken to keep as files.</summary>
    private static IEnumerable<Problem> Generated()
    {
        string[] texts =
        [
            "a: " + new string('x', YamlText.LongestText),
            "a: " + new string('[', 100),
            "a: &a [" + string.Join(',', Enumerable.Repeat("x", 1000)) + "]\nb: &b [" + string.Join(',', Enumerable.Repeat("*a", 300)) + "]\n",
            "",
            "- a\n",
            "a: 1\n---\nb: 1\n",
            "a: !!str 1\n[a, b]: 1\n[c]: 1\n",
            "a: *nowhere\n",
            "a: \0\n",
            "a: [1\nb: 1\n",
            "a: \"\n",
            "rules: 5\n",
            "a: {? , b}\n",
        ];
        foreach (var text in texts)
        {
            foreach (var problem in RubricFile.Parse(new RubricText(new SourceText("x.yaml", text), [new SourceText("l/x.txt", "您好\n"), new SourceText("m/x.txt", "您好\n")]) { Examples = [new SourceText("e.md", "nothing")] }).Problems)
                yield return problem;
        }

        foreach (var problem in RubricFile.Parse(new RubricText(new SourceText("x.yaml", ""), [new SourceText("x.txt", new string('x', Lexicons.LexiconText.LongestText + 1))]) { Examples = [new SourceText("e.md", new string('x', Markdown.LongestText + 1))] }).Problems)
            yield return problem;
        var sentences = new List<Problem>();
        foreach (var text in new[] { "+ 碎了\n", "of: agent\nlike: brokn\nalarms: 90%\n+\n", "of: agent\nlike: brokn\n+ 碎了\n- 碎了\n碎了\n" })
            ModelTrainer.Train([new SourceText("models/broken.txt", text)], (path, at, wrong, right) => sentences.Add(new Problem(path, at, wrong, right)));
        ModelTrainer.Train([new SourceText("models/broken.txt", "of: agent\nlike: brokn\n+ 碎了\n")], (path, at, wrong, right) => sentences.Add(new Problem(path, at, wrong, right)));
        foreach (var problem in sentences)
            yield return problem;

        foreach (var page in new[] { "# nothing\n", "```chat\nagent: 您好\n```\n" })
        {
            foreach (var problem in RulePage.Parse(page, "p.md").Problems)
                yield return problem;
        }
    }

    /// <summary>The first sentence of every report in the sources of the library: the string literals that have a blank and stand in the call.</summary>
    private static List<(string Text, Regex Pattern)> Messages()
    {
        var messages = new List<(string, Regex)>();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "qa-engine", "QA.Rubrics"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                continue;
            foreach (var line in File.ReadAllLines(file))
            {
                foreach (Match call in Regex.Matches(line, @"(?<!void |bool )\b(_?report|(\w+\.)?Report|problems\.Add|Refuse|SemanticErrorException)\(", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1)))
                {
                    var sentences = Literals(Arguments(line, call.Index + call.Length)).Where(literal => literal.Contains(' ', StringComparison.Ordinal)).ToList();

                    // Wrong comes before right; a choice between two wrongs is two literals in one argument.
                    foreach (var sentence in sentences.Take(Math.Max(1, sentences.Count - 1)).Take(call.Value.Contains("Semantic", StringComparison.Ordinal) ? 1 : 2))
                        messages.Add((Path.GetFileName(file) + ": " + sentence, Pattern(sentence)));
                }
            }
        }

        return messages;
    }

    /// <summary>The arguments that say what is wrong: everything up to the last comma outside of quotes and brackets.</summary>
    private static string Arguments(string line, int from)
    {
        var depth = 0;
        var lastComma = -1;
        for (var i = from; i < line.Length; i++)
        {
            if (line[i] == '"')
                i = EndOfLiteral(line, i);
            else if (line[i] is '(' or '[' or '{')
                depth++;
            else if (line[i] is ']' or '}' || (line[i] == ')' && depth > 0))
                depth--;
            else if (line[i] == ')')
                return line[from..(lastComma < 0 ? i : lastComma)];
            else if (line[i] == ',' && depth == 0)
                lastComma = i;
        }

        return "";
    }

    private static IEnumerable<string> Literals(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] != '"')
                continue;
            var end = EndOfLiteral(code, i);
            yield return code[(i + 1)..end];
            i = end;
        }
    }

    /// <summary>Interpolations may hold quotes of their own.</summary>
    private static int EndOfLiteral(string code, int start)
    {
        var interpolated = start > 0 && code[start - 1] == '$';
        var depth = 0;
        for (var i = start + 1; i < code.Length; i++)
        {
            if (code[i] == '\\')
                i++;
            else if (interpolated && code[i] == '{')
                depth++;
            else if (interpolated && code[i] == '}')
                depth--;
            else if (code[i] == '"' && depth == 0)
                return i;
            else if (code[i] == '"')
                i = EndOfLiteral(code, i);
        }

        return code.Length - 1;
    }

    private static Regex Pattern(string literal)
    {
        var pattern = new StringBuilder();
        var depth = 0;
        foreach (var c in literal.Replace("\\\"", "\"", StringComparison.Ordinal))
        {
            if (c == '{' && depth++ == 0)
                pattern.Append(".*");
            else if (c == '}' && depth > 0)
                depth--;
            else if (depth == 0)
                pattern.Append(Regex.Escape(c.ToString()));
        }

        return new Regex(pattern.ToString(), RegexOptions.Singleline, TimeSpan.FromMinutes(1));
    }
}
