using System;
using System.Collections.Generic;
using System.IO;
using QA.Engine.Rubrics;
using QA.Engine.Sources;
using QA.Rubrics;
using QA.Scoring;

namespace QA.Benchmarks;

/// <summary>Rubrics and conversations named on the command line.</summary>
internal static class Inputs
{
    public static Rubric Rubric(string folder)
    {
        var (text, problem) = RubricFolder.Read(folder);
        var result = RubricFile.Parse(text ?? throw new InvalidDataException(problem));
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
}
