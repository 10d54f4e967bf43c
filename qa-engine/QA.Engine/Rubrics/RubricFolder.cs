using System;
using System.Collections.Generic;
using System.IO;
using QA.Rubrics;

namespace QA.Engine.Rubrics;

/// <summary>Reads a rubric from disk: a folder with <c>rubric.yaml</c>, <c>lexicons/*.txt</c> and <c>examples.md</c>.</summary>
internal static class RubricFolder
{
    public const string FileName = "rubric.yaml";

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
            var lexicons = new List<SourceText>();
            var lexiconFolder = Path.Combine(folder, "lexicons");
            if (Directory.Exists(lexiconFolder))
            {
                var names = Directory.GetFiles(lexiconFolder, "*.txt");
                Array.Sort(names, StringComparer.Ordinal);
                foreach (var name in names)
                    lexicons.Add(Text(name));
            }

            var examples = Path.Combine(folder, "examples.md");
            return (new RubricText(Text(yaml), lexicons, File.Exists(examples) ? Text(examples) : null), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path}: cannot be read: {e.Message}; check that you may read it");
        }
    }

    // Problems name paths with '/', whatever the system: the same rubric, the same words.
    private static SourceText Text(string path) => new(path.Replace('\\', '/'), File.ReadAllText(path));
}
