using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using QA.Rubrics.Examples;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary><c>check --untested</c>: takes every phrase and rule of a rubric away in turn, and lists what no example misses.</summary>
internal sealed class RubricRemovals(Terminal terminal, TimeProvider time, bool json)
{
    private static readonly Wording Unit = new("处删减", "removals");

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int Run(string path, LoadedRubric loaded)
    {
        // An example that is wrong already misses nothing.
        if (RubricExamples.Complain(path, loaded, terminal) is not 0 and var mismatches)
        {
            terminal.Error.WriteLine($"{path}: {mismatches} statements of the examples do not come true; mend them before asking what they test");
            return ExitStatus.SomethingWrong;
        }

        var check = new RemovalCheck(loaded.Rubric, loaded.Examples, loaded.Places);
        var progress = new WorkProgress(terminal, check.Count, time, Unit);
        RemovalReport report;
        try
        {
            report = check.Run(() => progress.Add(1, 1));
        }
        finally
        {
            progress.End();
        }

        if (json)
            PrintJson(loaded.Rubric, report);
        else
            PrintText(path, report);
        return report.Unmissed.Any() ? ExitStatus.SomethingWrong : ExitStatus.Good;
    }

    private void PrintText(string path, RemovalReport report)
    {
        foreach (var removal in report.Unmissed)
            terminal.Out.WriteLine($"{removal.Path}:{removal.At.Line}:{removal.At.Column}: {(removal.IsRule ? "rule " : "")}{removal.Text}: {Why(removal)}");

        Table("lexicons with such phrases", [.. report.ByLexicon.Where(lexicon => lexicon.Phrases.Unmissed > 0).Select(lexicon => (Of(lexicon.Phrases), lexicon.Lexicon.Length > 0 ? lexicon.Lexicon : $"phrases inside {lexicon.Path}"))]);
        Table("what they may decide", [.. report.ByJudgement.Where(judged => judged.Phrases.Unmissed + judged.Rules.Unmissed > 0).Select(judged => ($"{Of(judged.Phrases)} phrases, {Of(judged.Rules)} rules", judged.Judgement))]);
        var (phrases, rules) = (report.Phrases, report.Rules);
        if (report.Unmissed.Any())
            terminal.Out.WriteLine();
        terminal.Out.WriteLine(phrases.Unmissed + rules.Unmissed == 0
            ? $"{path}: good: each of {Number(phrases.All)} phrases and {Number(rules.All)} rules is missed by an example when it is taken away"
            : $"{path}: {Number(phrases.Unmissed)} of {Number(phrases.All)} phrases and {Number(rules.Unmissed)} of {Number(rules.All)} rules are missed by no example when they are taken away");
    }

    private static string Why(Removal removal) => (removal.IsRule, removal.Examples) switch
    {
        (true, 0) => "finds nothing in any example",
        (true, 1) => "finds something in one example, which comes out the same without it",
        (true, var count) => $"finds something in {Number(count)} examples, which come out the same without it",
        (false, 0) => "stands in no example",
        (false, 1) => "stands in one example, which comes out the same without it",
        (false, var count) => $"stands in {Number(count)} examples, which come out the same without it",
    };

    private void Table(string title, IReadOnlyList<(string Count, string Name)> rows)
    {
        if (rows.Count == 0)
            return;
        var width = rows.Max(row => row.Count.Length);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{title}:");
        foreach (var (count, name) in rows)
            terminal.Out.WriteLine($"  {count.PadLeft(width)}  {name}");
    }

    private void PrintJson(Rubric rubric, RemovalReport report)
    {
        using (var writer = new Utf8JsonWriter(terminal.Output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("rubric");
            writer.WriteString("id", rubric.Id);
            writer.WriteString("version", rubric.Version);
            writer.WriteString("hash", rubric.Hash);
            writer.WriteEndObject();
            Write(writer, "phrases", report.Phrases);
            Write(writer, "rules", report.Rules);
            writer.WriteStartArray("untested");
            foreach (var removal in report.Unmissed)
                Write(writer, removal);
            writer.WriteEndArray();
            writer.WriteStartArray("lexicons");
            foreach (var (lexicon, path, phrases) in report.ByLexicon)
            {
                writer.WriteStartObject();
                writer.WriteString("lexicon", lexicon.Length > 0 ? lexicon : null);
                writer.WriteString("path", path);
                Write(writer, "phrases", phrases);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("judgements");
            foreach (var (judgement, phrases, rules) in report.ByJudgement)
            {
                writer.WriteStartObject();
                writer.WriteString("judgement", judgement);
                Write(writer, "phrases", phrases);
                Write(writer, "rules", rules);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        terminal.Output.Write("\n"u8);
        terminal.Output.Flush();
    }

    private static void Write(Utf8JsonWriter writer, Removal removal)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", removal.IsRule ? "rule" : "phrase");
        writer.WriteString("path", removal.Path);
        writer.WriteNumber("line", removal.At.Line);
        writer.WriteNumber("column", removal.At.Column);
        writer.WriteString("text", removal.Text);
        writer.WriteString("lexicon", removal.Lexicon is { Length: > 0 } lexicon ? lexicon : null);
        writer.WriteNumber("examples", removal.Examples);
        writer.WriteStartArray("judgements");
        foreach (var judgement in removal.Judgements)
            writer.WriteStringValue(judgement);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, RemovalCount count)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("all", count.All);
        writer.WriteNumber("untested", count.Unmissed);
        writer.WriteEndObject();
    }

    private static string Of(RemovalCount count) => $"{Number(count.Unmissed)} of {Number(count.All)}";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
