using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

public sealed partial class BoardTests
{
    private static readonly string[] Names = ["agent", "engine", "supervisor", "trainer"];

    // Grafana's own, filled in by itself.
    private static readonly string[] Built = ["__rate_interval", "__data", "__value", "__all"];

    [Fact]
    public void Every_board_is_there_in_every_language()
    {
        foreach (var language in Board.Languages)
            Assert.Equal(Names, Board.All.Where(board => board.Language == language).Select(static board => board.Name));
    }

    [Fact]
    public async Task The_boards_are_what_their_sources_make() =>
        await Tool.Succeeds("node", "nodejs", Repository.Root, "dashboards/source/generate.mjs", "--check");

    [Fact]
    public async Task The_boards_have_the_shape_Grafana_publishes_and_compose_the_shape_of_its_specification()
    {
        var folder = Repository.At("tests", "dashboards");
        await Tool.Succeeds("npm", "npm", folder, "ci", "--no-audit", "--no-fund");
        await Tool.Succeeds("node", "nodejs", folder, "check.mjs");
    }

    [Fact]
    public void No_two_boards_or_panels_share_an_identity()
    {
        Assert.Equal(Board.All.Count, Board.All.Select(static board => board.Uid).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Board.All, static board =>
        {
            Assert.True(board.Uid.Length <= 40, $"{board.Uid}: Grafana takes 40 characters");
            var ids = board.AllPanels.Select(static panel => (int)panel["id"]!).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(board.Panels, static panel => Assert.Equal(panel.Queries.Count(), panel.Queries.Select(static query => query.RefId).Distinct(StringComparer.Ordinal).Count()));
        });
    }

    [Fact]
    public void No_two_panels_lie_upon_each_other()
    {
        foreach (var board in Board.All)
        {
            var places = board.AllPanels.Select(static panel => (Title: (string)panel["title"]!, X: Place(panel, "x"), Y: Place(panel, "y"), W: Place(panel, "w"), H: Place(panel, "h"))).ToList();
            Assert.All(places, static place => Assert.InRange(place.X + place.W, 1, 24));
            foreach (var (one, i) in places.Select(static (place, i) => (place, i)))
            {
                foreach (var other in places.Skip(i + 1))
                {
                    var apart = one.X + one.W <= other.X || other.X + other.W <= one.X || one.Y + one.H <= other.Y || other.Y + other.H <= one.Y;
                    Assert.True(apart, $"{board.Name}: {one.Title} and {other.Title}");
                }
            }
        }
    }

    [Fact]
    public void Every_panel_says_what_it_answers_how_and_when_it_is_empty_and_has_a_unit()
    {
        foreach (var panel in Board.All.SelectMany(static board => board.Panels))
        {
            var description = (string?)panel.Json["description"] ?? "";
            string[] parts = panel.Board.Language == "en" ? ["**Answers: **", "**Computed: **", "**Empty: **"] : ["**回答：**", "**算法：**", "**何时为空：**"];
            Assert.All(parts, part => Assert.True(description.Contains(part, StringComparison.Ordinal), $"{panel} has no {part}"));
            Assert.False(string.IsNullOrEmpty((string?)panel.Json["fieldConfig"]!["defaults"]!["unit"]), $"{panel} has no unit");
        }
    }

    [Fact]
    public void Data_comes_from_the_source_the_reader_chose_and_never_from_one_wired_in()
    {
        foreach (var board in Board.All)
        {
            Assert.Contains(board.Variables, static variable => (string)variable["type"]! == "datasource" && (string)variable["name"]! == "datasource" && (string)variable["query"]! == "prometheus");
            var asked = board.Panels.SelectMany(static panel => panel.Json["targets"]!.AsArray().Append(panel.Json))
                .Concat(board.Variables.Where(static variable => (string)variable["type"]! == "query"));
            Assert.All(asked, node => Assert.Equal("${datasource}", (string?)node!["datasource"]?["uid"]));
        }
    }

    [Fact]
    public void Every_variable_that_is_used_is_declared_and_every_declared_one_is_used()
    {
        foreach (var board in Board.All)
        {
            var declared = board.Variables.Select(static variable => (string)variable["name"]!).ToHashSet(StringComparer.Ordinal);
            var used = Board.Texts(board.Json)
                .SelectMany(static text => Variable().Matches(text.Text))
                .Select(static match => match.Groups["name"].Value)
                .Where(static name => !Built.Contains(name, StringComparer.Ordinal))
                .ToHashSet(StringComparer.Ordinal);
            Assert.Equal(declared.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_boards_about_people_filter_by_shop_team_and_window()
    {
        foreach (var board in Board.All.Where(static board => board.Name != "engine"))
        {
            var names = board.Variables.Select(static variable => (string)variable["name"]!).ToList();
            Assert.All((string[])["shop", "team", "window", "audit_url"], name => Assert.Contains(name, names));
            var windows = board.Variables.Single(static variable => (string)variable["name"]! == "window")["options"]!.AsArray().Select(static option => (string)option!["value"]!);
            Assert.Equal(Engine.Metrics.QualitySnapshot.WindowNames, windows);
        }
    }

    [Fact]
    public void Both_languages_show_the_same()
    {
        foreach (var chinese in Board.All.Where(static board => board.Language == "zh-CN"))
        {
            var english = Board.All.Single(board => board.Language == "en" && board.Name == chinese.Name);
            Assert.Equal(english.Panels.Select(Bones), chinese.Panels.Select(Bones));
            Assert.Equal(english.Variables.Select(static variable => (string)variable["name"]!), chinese.Variables.Select(static variable => (string)variable["name"]!));
        }

        static string Bones(Panel panel) =>
            $"{panel.Id} {panel.Type} {panel.Json["gridPos"]!.ToJsonString()} {panel.Json["fieldConfig"]!["defaults"]!["unit"]} {panel.Json["fieldConfig"]!["defaults"]!["thresholds"]?.ToJsonString()} {string.Join('\n', panel.Queries.Select(static query => query.Expression))}";
    }

    [Fact]
    public void Each_language_is_written_in_that_language()
    {
        foreach (var board in Board.All)
        {
            var texts = board.AllPanels.Select(static panel => (string)panel["title"]!)
                .Concat(board.Panels.Select(static panel => (string)panel.Json["description"]!))
                .Append((string)board.Json["title"]!);
            Assert.All(texts, text => Assert.Equal(board.Language == "zh-CN", Han().IsMatch(text)));
        }
    }

    [Fact]
    public void Columns_that_are_coloured_or_sorted_by_exist()
    {
        foreach (var panel in Board.All.SelectMany(static board => board.Panels).Where(static panel => panel.Type == "table"))
        {
            var organized = panel.Json["transformations"]!.AsArray().Single(static step => (string)step!["id"]! == "organize")!["options"]!["renameByName"]!.AsObject();
            var columns = organized.Select(static pair => (string)pair.Value!).ToHashSet(StringComparer.Ordinal);
            var named = panel.Json["fieldConfig"]!["overrides"]!.AsArray().Select(static each => (string)each!["matcher"]!["options"]!)
                .Concat(panel.Json["options"]!["sortBy"]?.AsArray().Select(static by => (string)by!["displayName"]!) ?? []);
            Assert.All(named, name => Assert.True(columns.Contains(name), $"{panel}: there is no column {name}"));
            var linked = Board.Texts(panel.Json["fieldConfig"]).SelectMany(static text => Field().Matches(text.Text)).Select(static match => match.Groups["name"].Value);
            Assert.All(linked, name => Assert.True(columns.Contains(name), $"{panel}: a link takes the column {name}, which is not there"));
        }
    }

    [Fact]
    public void Links_between_boards_lead_to_boards()
    {
        var uids = Board.All.Select(static board => board.Uid).ToHashSet(StringComparer.Ordinal);
        var links = Board.All.SelectMany(static board => Board.Texts(board.Json)).SelectMany(static text => Link().Matches(text.Text)).Select(static match => match.Groups["uid"].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, uid => Assert.Contains(uid, uids));
    }

    private static int Place(JsonObject panel, string key) => (int)panel["gridPos"]![key]!;

    // $name, ${name} and ${name:format}; "$1" of label_replace is none.
    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Variable();

    [GeneratedRegex("""__data\.fields\["(?<name>[^"]+)"\]""")]
    private static partial Regex Field();

    [GeneratedRegex("/d/(?<uid>[a-z-]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
