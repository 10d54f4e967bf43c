using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using QA.Rubrics.Schema;
using QA.Rubrics.Yaml;
using QA.Scoring.Rules;
using QA.Scoring.Settings;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class RubricSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(RubricSchema.Write()).RootElement;

    public static TheoryData<string> Good => [.. Repository.Files("good", "*.yaml")];

    [Fact]
    public void It_is_the_same_text_every_time_with_plain_line_ends()
    {
        var schema = RubricSchema.Write();

        Assert.Equal(schema, RubricSchema.Write());
        Assert.DoesNotContain('\r', schema);
        Assert.StartsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n", schema, StringComparison.Ordinal);
        Assert.EndsWith("}\n", schema, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_rule_is_in_it_with_every_setting()
    {
        foreach (var kind in RuleKinds.All)
        {
            var properties = Schema.GetProperty("$defs").GetProperty("rule-" + kind.Name).GetProperty("properties");
            Assert.Equal(kind.Shape.Select(shape => shape.Name).Distinct(), properties.EnumerateObject().Select(property => property.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_rubric_fits_it(string file)
        => Assert.Null(Misfit(Schema, Yaml(Repository.Rubric("good", file).Rubric.Text)));

    [Fact]
    public void A_good_part_fits_the_part_of_it_and_not_the_whole()
    {
        var part = Schema.GetProperty("$defs").GetProperty("part");
        foreach (var text in Repository.Rubric("good", "parted.yaml").Parts)
        {
            Assert.Null(Misfit(part, Yaml(text.Text)));
            Assert.NotNull(Misfit(part, Yaml("pass-mark: 60\n" + text.Text)));
            Assert.NotNull(Misfit(Schema, Yaml(text.Text)));
        }
    }

    [Fact]
    public void A_rubric_without_parts_needs_rules_and_sections_of_its_own()
    {
        var text = Repository.Rubric("good", "parted.yaml").Rubric.Text;

        Assert.Contains("parts:", text, StringComparison.Ordinal);
        Assert.NotNull(Misfit(Schema, Yaml(text.Replace("parts:", "# parts:", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_schema_of_parts_refers_to_the_whole_one_beside_it()
        => Assert.Equal("rubric.schema.json#/$defs/part", JsonDocument.Parse(RubricSchema.WritePart("rubric.schema.json")).RootElement.GetProperty("$ref").GetString());

    [Theory]
    [InlineData("id: small", "id: Small One")]
    [InlineData("language: zh", "language: de")]
    [InlineData("session-gap: 6h", "session-gap: 6 hours")]
    [InlineData("session-gap: 6h", "session-gab: 6h")]
    [InlineData("pass-mark: 60", "# pass-mark: 60")]
    [InlineData("other: na", "other: never")]
    [InlineData("verdict: unsure", "verdict: perhaps")]
    [InlineData("kind: phrases", "kind: frases")]
    [InlineData("of: customer", "of: nobody")]
    [InlineData("of: customer", "off: customer")]
    [InlineData("when: complained and not greeted", "when: complained & greeted")]
    [InlineData("title: {zh: 问候, en: A greeting}", "title: {zh: 问候}")]
    [InlineData("lexicons: [greetings]", "lexicons: {greetings: 1}")]
    public void A_mistake_does_not_fit_it(string right, string wrong)
    {
        var text = Repository.Rubric("good", "small.yaml").Rubric.Text;
        Assert.Contains(right, text, StringComparison.Ordinal);

        Assert.NotNull(Misfit(Schema, Yaml(text.Replace(right, wrong, StringComparison.Ordinal))));
    }

    private static MapNode Yaml(string text) => YamlText.Read(text, (at, wrong, _) => Assert.Fail($"{at}: {wrong}"))!;

    /// <summary>Where a value does not fit a schema, or null; knows the keywords that ours uses and fails on any other.</summary>
    private static string? Misfit(JsonElement schema, SettingNode node)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var misfit = keyword.Name switch
            {
                "$schema" or "title" or "description" or "default" or "$defs" => null,
                "$ref" => Misfit(Schema.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), node),
                "type" => keyword.Value.ValueKind == JsonValueKind.Array
                    ? keyword.Value.EnumerateArray().Any(type => IsA(type.GetString()!, node)) ? null : $"{node.At}: type"
                    : IsA(keyword.Value.GetString()!, node) ? null : $"{node.At}: not a {keyword.Value}",
                "const" => node is ScalarNode scalar && scalar.Value == keyword.Value.GetString() ? null : $"{node.At}: not {keyword.Value}",
                "enum" => node is ScalarNode scalar && keyword.Value.EnumerateArray().Any(value => value.GetString() == scalar.Value) ? null : $"{node.At}: none of {keyword.Value}",
                "pattern" => node is ScalarNode scalar && Regex.IsMatch(scalar.Value, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromMinutes(1)) ? null : $"{node.At}: not like {keyword.Value}",
                "anyOf" => keyword.Value.EnumerateArray().Any(part => Misfit(part, node) is null) ? null : $"{node.At}: none of anyOf",
                "oneOf" => keyword.Value.EnumerateArray().Count(part => Misfit(part, node) is null) == 1 ? null : $"{node.At}: not one of oneOf",
                "allOf" => keyword.Value.EnumerateArray().Select(part => Misfit(part, node)).FirstOrDefault(part => part is not null),
                "if" => Misfit(keyword.Value, node) is null ? Misfit(schema.GetProperty("then"), node) : null,
                "then" => null,
                "items" => node is ListNode list ? list.Items.Select(item => Misfit(keyword.Value, item)).FirstOrDefault(part => part is not null) : null,
                "required" => node is MapNode map && keyword.Value.EnumerateArray().All(name => map.Entries.Any(entry => entry.Key.Value == name.GetString())) ? null : $"{node.At}: misses some of {keyword.Value}",
                "propertyNames" => ((MapNode)node).Entries.Select(entry => Misfit(keyword.Value, entry.Key)).FirstOrDefault(part => part is not null),
                "properties" => node is MapNode map
                    ? map.Entries.Select(entry => keyword.Value.TryGetProperty(entry.Key.Value, out var property) ? Misfit(property, entry.Value) : null).FirstOrDefault(part => part is not null)
                    : $"{node.At}: not a group",
                "additionalProperties" => node is MapNode map
                    ? map.Entries
                        .Where(entry => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(entry.Key.Value, out _))
                        .Select(entry => keyword.Value.ValueKind == JsonValueKind.False ? $"{entry.Key.At}: no setting {entry.Key.Value}" : Misfit(keyword.Value, entry.Value))
                        .FirstOrDefault(part => part is not null)
                    : null,
                _ => throw new InvalidOperationException($"this test does not know '{keyword.Name}'"),
            };
            if (misfit is not null)
                return misfit;
        }

        return null;
    }

    private static bool IsA(string type, SettingNode node) => type switch
    {
        "object" => node is MapNode,
        "array" => node is ListNode,
        "number" => node is ScalarNode scalar && decimal.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out _),
        "integer" => node is ScalarNode scalar && int.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out _),
        "boolean" => node is ScalarNode { Value: "true" or "false" },
        _ => node is ScalarNode,
    };
}
