using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Engine.Sources;
using QA.Rubrics;
using QA.Scoring;

namespace QA.Benchmarks;

/// <summary>Rubrics and conversations named on the command line.</summary>
internal static class Inputs
{
    public static Rubric Rubric(string folder)
    {
        var lexicons = Directory.GetFiles(Path.Combine(folder, "lexicons"), "*.txt").Select(Read).ToArray();
        var result = RubricFile.Parse(new RubricText(Read(Path.Combine(folder, "rubric.yaml")), lexicons));
        return result.Rubric ?? throw new InvalidDataException(string.Join(Environment.NewLine, result.Problems));
    }

    public static IReadOnlyList<Conversation> Conversations(IEnumerable<string> paths)
    {
        var reader = new ConversationJson(new ReadLimits());
        var conversations = new List<Conversation>();
        foreach (var path in paths)
        {
            foreach (var line in File.ReadLines(path))
                conversations.Add(reader.Read(System.Text.Encoding.UTF8.GetBytes(line)).Conversation ?? throw new InvalidDataException(path + " holds a line that is no conversation"));
        }

        return conversations;
    }

    private static SourceText Read(string path) => new(path, File.ReadAllText(path));
}
