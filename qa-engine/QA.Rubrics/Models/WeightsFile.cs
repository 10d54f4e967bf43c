using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using QA.Scoring;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Rubrics.Models;

/// <summary>A trained model as a file: what it was trained on, its threshold, and a line for each character or pair.</summary>
internal static class WeightsFile
{
    private const string Head = "# Made by 'train' from the sentences in this folder. Do not edit.";

    public static string Write(string sentences, string of, SentenceModel model)
    {
        var text = new StringBuilder();
        text.Append(Head).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"sentences {sentences}\nof {of}\nbias {model.Bias}\nthreshold {model.Threshold}\n");
        foreach (var (gram, weight) in model.Weights.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{Shown(gram)} {weight}\n");
        return text.ToString();
    }

    /// <summary>Reads a model and whose sentences it knows; null where it is no such file, which was reported.</summary>
    public static (string Sentences, string Of, SentenceModel Model)? Read(string name, string text, Report report)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 5 || lines[0] != Head || Value(lines[1], "sentences") is not { } sentences || Value(lines[2], "of") is not { } of
            || Number(lines[3], "bias") is not { } bias || Number(lines[4], "threshold") is not { } threshold)
        {
            report(new Position(1, 1), $"'{name}' is no trained model", "run 'train' on the rubric's folder");
            return null;
        }

        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 5; i < lines.Length; i++)
        {
            var space = lines[i].LastIndexOf(' ');
            if (space is < 1 or > 2 || !int.TryParse(lines[i].AsSpan(space + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight) || !weights.TryAdd(Meant(lines[i][..space]), weight))
            {
                report(new Position(i + 1, 1), $"'{lines[i]}' is not the weight of a character or a pair", "run 'train' on the rubric's folder");
                return null;
            }
        }

        return (sentences, of, new SentenceModel(name, bias, threshold, weights));
    }

    /// <summary>The fingerprint of all sentences: each model is trained against the others' too.</summary>
    public static string HashOf(IReadOnlyList<SourceText> sentences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in sentences.OrderBy(file => file.Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(file.Name + "\n" + file.Text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal) + "\0"));
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The marks for the edges of a sentence are no characters one can see.
    private static string Shown(string gram) => gram.Replace(SentenceText.Start, '^').Replace(SentenceText.End, '$');

    private static string Meant(string gram) => gram.Length < 2 ? gram : gram.Replace('^', SentenceText.Start).Replace('$', SentenceText.End);

    private static string? Value(string line, string name)
        => line.StartsWith(name + " ", StringComparison.Ordinal) ? line[(name.Length + 1)..].Trim() : null;

    private static int? Number(string line, string name)
        => Value(line, name) is { } value && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
