using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Rubrics;

namespace QA.Rubrics.Tests;

/// <summary>Files beside the tests, read where they are written so that a refresh changes the sources.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Tests => Path.Combine(Root, "tests", "QA.Rubrics.Tests");

    /// <summary>A rubric with the parts, lexicons and examples whose file names begin with its own: <c>x.bad.yaml</c>, <c>x.speed.yml</c>, <c>x.greetings.txt</c>, <c>x.late.weights</c>, <c>x.late.sentences</c>, <c>x.examples.md</c>.</summary>
    public static RubricText Rubric(string folder, string file)
    {
        var name = file[..file.IndexOf('.', StringComparison.Ordinal)];
        var path = Path.Combine(Tests, folder);
        var lexicons = Directory.GetFiles(path, name + ".*.txt")
            .Select(lexicon => new SourceText(folder + "/" + Path.GetFileName(lexicon)[(name.Length + 1)..], File.ReadAllText(lexicon)))
            .OrderBy(lexicon => lexicon.Path, StringComparer.Ordinal)
            .ToList();
        var examples = Path.Combine(path, name + ".examples.md");
        return new RubricText(
            new SourceText(folder + "/" + file, File.ReadAllText(Path.Combine(path, file))),
            lexicons)
        {
            Models = Beside("*.weights", "models"),
            Sentences = Beside("*.sentences", "models"),
            Parts = [.. Directory.GetFiles(path, name + ".*.yml").Order(StringComparer.Ordinal).Select(part => new SourceText(folder + "/parts/" + Path.GetFileNameWithoutExtension(part)[(name.Length + 1)..] + ".yaml", File.ReadAllText(part)))],
            Examples = File.Exists(examples) ? [new SourceText(folder + "/" + Path.GetFileName(examples), File.ReadAllText(examples))] : [],
        };

        List<SourceText> Beside(string pattern, string below)
            => [.. Directory.GetFiles(path, name + "." + pattern).Order(StringComparer.Ordinal).Select(found => new SourceText(folder + "/" + below + "/" + Path.GetFileName(found)[(name.Length + 1)..], File.ReadAllText(found)))];
    }

    /// <summary>A rubric as it is shipped, by the same folders as the engine's.</summary>
    public static RubricText Folder(string folder)
    {
        return new RubricText(Text(Path.Combine(folder, "rubric.yaml")), Texts("lexicons", "*.txt", SearchOption.AllDirectories))
        {
            Parts = Texts("parts", "*.yaml"),
            Models = Texts("models", "*.weights"),
            Sentences = Texts("models", "*.txt"),
            Examples = [.. new[] { Path.Combine(folder, "examples.md") }.Where(File.Exists).Select(Text), .. Texts("examples", "*.md")],
        };

        List<SourceText> Texts(string name, string pattern, SearchOption depth = SearchOption.TopDirectoryOnly)
        {
            var path = Path.Combine(folder, name);
            return Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern, depth).Order(StringComparer.Ordinal).Select(Text)] : [];
        }

        static SourceText Text(string path) => new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));
    }

    public static IEnumerable<string> Files(string folder, string pattern)
        => Directory.GetFiles(Path.Combine(Tests, folder), pattern).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    /// <summary>What a file expects. With QA_REFRESH=1 it is written anew, for a person to read the difference.</summary>
    public static string Expected(string folder, string file, string actual)
    {
        var path = Path.Combine(Tests, folder, file);
        if (Environment.GetEnvironmentVariable("QA_REFRESH") == "1")
            File.WriteAllText(path, actual);
        return File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "(there is no " + path + "; QA_REFRESH=1 writes it)";
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "QA.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds QA.sln; run the tests inside the repository");
    }
}
