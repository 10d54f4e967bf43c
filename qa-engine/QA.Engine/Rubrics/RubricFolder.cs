using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Rubrics;

namespace QA.Engine.Rubrics;

/// <summary>Reads a rubric from disk: a folder with <c>rubric.yaml</c>, <c>parts/*.yaml</c>,
/// <c>lexicons/*.txt</c> with one level of folders, <c>models/*.weights</c> and the <c>models/*.txt</c> they were trained on, <c>examples.md</c> and <c>examples/*.md</c>. No name in a file becomes a path: folders are listed.</summary>
internal static class RubricFolder
{
    public const string FileName = "rubric.yaml";
    public const string ModelFolder = "models";

    /// <param name="path">The folder, or the YAML file in it. Paths of problems begin with it as it is written here.</param>
    /// <returns>The texts; null and what is wrong where they cannot be read.</returns>
    public static (RubricText? Text, string? Problem) Read(string path)
    {
        var yaml = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(yaml))
        {
            return (null, Directory.Exists(path)
                ? $"{path}: there is no {FileName} in this folder; name the folder of a rubric"
                : $"{path}: there is no such rubric; name a rubric's folder or its {FileName}");
        }

        try
        {
            var folder = Path.GetDirectoryName(yaml) ?? "";
            var lexiconFolder = Path.Combine(folder, "lexicons");
            var lexicons = Texts(lexiconFolder, "*.txt");
            foreach (var group in Listed(lexiconFolder, Directory.GetDirectories))
                lexicons.AddRange(Texts(group, "*.txt"));

            var examples = Texts(Path.Combine(folder, "examples"), "*.md");
            var page = Path.Combine(folder, "examples.md");
            if (File.Exists(page))
                examples.Insert(0, Text(page));
            return (new RubricText(Text(yaml), lexicons) 
            {
                Parts = Texts(Path.Combine(folder, "parts"), "*.yaml"),
                Models = Texts(Path.Combine(folder, ModelFolder), "*.weights"),
                Sentences = Texts(Path.Combine(folder, ModelFolder), "*.txt"),
                Examples = examples,
            }, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path}: cannot be read: {e.Message}; check that you may read it");
        }
    }

    private static List<SourceText> Texts(string folder, string pattern)
        => [.. Listed(folder, path => Directory.GetFiles(path, pattern)).Select(Text)];

    // In an order of our own: examples run in it, and systems list folders as they like.
    private static string[] Listed(string folder, Func<string, string[]> list)
    {
        if (!Directory.Exists(folder))
            return [];
        var paths = list(folder);
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    // Problems name paths with '/', whatever the system: the same rubric, the same words.
    private static SourceText Text(string path) => new(path.Replace('\\', '/'), File.ReadAllText(path));
}
