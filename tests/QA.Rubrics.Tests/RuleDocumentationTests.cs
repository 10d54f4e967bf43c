using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using QA.Rubrics.Examples;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Rubrics.Tests;

/// <summary>Every kind of rule has a page, and every page is true.</summary>
public sealed class RuleDocumentationTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "rules");

    public static TheoryData<string> Pages => [.. PageNames()];

    public static TheoryData<string> Kinds => [.. RuleKinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_true(string kind)
    {
        var page = Read(kind);

        var mismatches = string.Join('\n', page.Run());
        Assert.True(mismatches.Length == 0, mismatches);
        Assert.True(page.HasNearMiss, $"{kind}.md shows nothing that must not be found; add a near miss");
        Assert.True(page.Kinds.Contains(kind), $"{kind}.md marks no words for a rule of kind '{kind}'");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_has_a_page(string kind)
        => Assert.True(PageNames().Contains(kind), $"the kind '{kind}' has no page; add tests/rules/{kind}.md");

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_a_kind(string page)
        => Assert.True(RuleKinds.Find(page) is not null, $"tests/rules/{page}.md is about no kind; add it to RuleKinds or remove the page");

    [Fact]
    public void Every_rule_class_is_a_kind_in_the_list()
    {
        var listed = RuleKinds.All.ToHashSet();

        // A nested class serves the one around it, and no author.
        var missing = from type in typeof(Rule).Assembly.GetTypes()
                      where type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract && !type.IsNested
                      where type.GetProperty("Kind", BindingFlags.Static | BindingFlags.Public)?.GetValue(null) is not RuleKind kind || !listed.Contains(kind)
                      select type.Name;
        Assert.Equal("", string.Join(", ", missing));
    }

    [Fact]
    public void Kinds_have_different_names()
        => Assert.Equal(RuleKinds.All.Count, RuleKinds.All.Select(kind => kind.Name).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_setting_of_a_kind_is_described(string name)
    {
        var kind = RuleKinds.Find(name)!;

        Assert.EndsWith(".", kind.Description, StringComparison.Ordinal);
        Assert.NotEmpty(kind.Shape);
        Assert.All(kind.Shape, setting => Assert.True(setting.Description.Length > 5 && setting.Description.EndsWith('.'), $"'{setting.Name}' of {name}: {setting.Description}"));
        Assert.Equal(kind.Shape.Count, kind.Shape.Select(setting => setting.Name).Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> PageNames()
        => Directory.EnumerateFiles(Folder, "*.md").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    private static RulePage Read(string kind)
    {
        var result = RulePage.Parse(File.ReadAllText(Path.Combine(Folder, kind + ".md")), $"tests/rules/{kind}.md");
        Assert.True(result.Page is not null, string.Join('\n', result.Problems));
        return result.Page!;
    }
}
