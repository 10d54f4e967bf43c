using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace QA.Engine.Tests;

/// <summary>Which way dependencies point, read from the source text: one namespace a folder, no global usings.</summary>
public sealed class LayerTests
{
    // Pages read the store and write what people decide; they never see the pipeline.
    // Cli reads the store for `agents` and `explain`, and the leaves; it never sees the pipeline, which Program.cs hands to it.
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Json"] = [],
        ["Settings"] = [],
        ["ApiKeys"] = ["Settings"],
        ["Sources"] = ["Settings", "ApiKeys"],
        ["Storage"] = ["Json"],
        ["Ordering"] = [],
        ["Language"] = ["Settings"],
        ["Metrics"] = [],
        ["Rubrics"] = [],
        ["Sample"] = [],
        ["Pipeline"] = ["Sources", "Language", "Storage", "Ordering", "Metrics"],
        ["Web"] = ["Storage", "ApiKeys"],
        ["Cli"] = ["Json", "Language", "Sources", "Storage", "Ordering", "Rubrics", "Sample"],
    };

    private static string Root { get; } = FindRoot();

    private static string Engine { get; } = Path.Combine(Root, "qa-engine", "QA.Engine");

    [Fact]
    public void Folders_of_the_engine_use_only_what_their_row_allows()
    {
        var wrong = new List<string>();
        foreach (var file in Sources(Engine).Concat(Views()))
        {
            var name = Path.GetRelativePath(Engine, file).Replace('\\', '/');
            if (!name.Contains('/', StringComparison.Ordinal))
                continue;
            var folder = name[..name.IndexOf('/', StringComparison.Ordinal)];
            if (!MayUse.TryGetValue(folder, out var allowed))
            {
                wrong.Add($"{name}: the folder {folder} has no row in this test");
                continue;
            }

            var text = File.ReadAllText(file);
            foreach (var other in MayUse.Keys.Where(other => other != folder && !allowed.Contains(other, StringComparer.Ordinal)))
            {
                if (text.Contains($"QA.Engine.{other}", StringComparison.Ordinal) || RelativeUse(text, other))
                    wrong.Add($"{name} uses {other}; {folder} may use {(allowed.Length == 0 ? "no other folder" : string.Join(", ", allowed))}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_is_one_namespace_and_nothing_is_used_globally()
    {
        foreach (var file in Sources(Engine))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("global using", text, StringComparison.Ordinal);
            var folder = Path.GetRelativePath(Engine, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            if (folder != ".")
                Assert.Contains($"\nnamespace QA.Engine.{folder};\n", "\n" + text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Projects_refer_only_downwards()
    {
        Assert.Empty(References("QA.Scoring", "ProjectReference"));
        Assert.Equal(["QA.Scoring"], References("QA.Rubrics", "ProjectReference"));
        Assert.Equal(["QA.Scoring"], References("QA.Calibration", "ProjectReference"));
        Assert.Equal(["QA.Calibration", "QA.Rubrics"], References("QA.Engine", "ProjectReference"));
    }

    [Theory]
    [InlineData("QA.Scoring")]
    [InlineData("QA.Calibration")]
    public void What_only_computes_needs_no_package_at_run_time(string project) => Assert.Empty(References(project, "PackageReference"));

    [Fact]
    public void No_code_names_a_rubric_that_is_shipped()
    {
        var rubrics = Directory.GetDirectories(Path.Combine(Root, "rubrics")).Select(folder => Path.GetFileName(folder)!).ToList();
        Assert.NotEmpty(rubrics);
        foreach (var file in Sources(Path.Combine(Root, "qa-engine")))
        {
            var text = File.ReadAllText(file);
            foreach (var rubric in rubrics)
                Assert.False(text.Contains(rubric, StringComparison.Ordinal), $"{file} names the rubric {rubric}; rubrics are data, named by settings");
        }
    }

    /// <summary>From inside QA.Engine a folder can be named without its first two words: <c>Sample.SampleShop</c>.</summary>
    private static bool RelativeUse(string text, string folder) =>
        Regex.IsMatch(text, $@"[\s(<!]{folder}\.[A-Z]", RegexOptions.NonBacktracking, TimeSpan.FromMinutes(1));

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal) && !file.Replace('\\', '/').Contains("/bin/", StringComparison.Ordinal));

    /// <summary>Pages; their namespace is their folder by itself.</summary>
    private static IEnumerable<string> Views() => Directory.EnumerateFiles(Path.Combine(Engine, "Web"), "*.razor", SearchOption.AllDirectories);

    private static List<string> References(string project, string kind) =>
        [.. XDocument.Load(Path.Combine(Root, "qa-engine", project, project + ".csproj"))
            .Descendants(kind)
            .Where(reference => !string.Equals((string?)reference.Attribute("PrivateAssets"), "all", StringComparison.Ordinal))
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))];

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        // The build may map paths, so look upwards from the program as well.
        foreach (var start in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(thisFile) ?? ""])
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "QA.sln")))
                    return folder;
            }
        }

        throw new InvalidOperationException("QA.sln is in no folder above the tests");
    }
}
