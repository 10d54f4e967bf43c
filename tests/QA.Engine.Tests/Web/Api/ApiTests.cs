using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.ApiKeys;
using QA.Engine.Cli;
using QA.Engine.Json;
using QA.Engine.Pipeline;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using QA.Engine.Web;
using QA.Engine.Web.Api;
using Xunit;

namespace QA.Engine.Tests.Web.Api;

public sealed class ApiTests
{
    private static readonly ManualTime Evening = new() { Now = new DateTimeOffset(2026, 3, 31, 21, 0, 0, TimeSpan.FromHours(8)) };
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_answer_is_as_the_document_says(bool postgres)
    {
        var database = postgres ? PostgresDatabase.New() : null;
        await AskEverything(database);
        database?.Drop();
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_the_other_way_round()
    {
        await using var site = await Open();
        var document = await Ask(site, null, "/api/openapi.json", HttpStatusCode.OK);
        Assert.Equal("3.1.0", document["openapi"]!.GetValue<string>());
        var documented = document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));
        var mapped = site.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && route.RoutePattern.RawText != ApiRoutes.DocumentPath)
            .Select(static route => $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {route.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal)}");

        // Bringing conversations is mapped by the engine itself, beside the pages.
        Assert.Equal(documented.Order(StringComparer.Ordinal), mapped.Append("POST /api/conversations").Order(StringComparer.Ordinal));
        var ids = document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject()).Select(static method => method.Value!["operationId"]!.GetValue<string>()).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        foreach (var parameter in ApiOperations.All.SelectMany(static operation => operation.Parameters))
            Assert.Null(parameter.Problem(parameter.Example.ToString()));
    }

    [Fact]
    public async Task A_kept_score_reads_member_for_member_as_it_is_printed()
    {
        await using var site = await Open();
        var scoring = new RubricScoring(SampleStore.Rubrics);
        var printing = new ScoreJsonByRubric(SampleStore.Rubrics);
        var output = new Utf8Output();
        var page = site.Store.NextOfJob(site.Store.StartJob(new JobRequest(SampleStore.Rubrics.Default.Hash, null, null, false)), 80);
        Assert.Equal(80, page.Conversations.Count);
        foreach (var chat in page.Conversations.Select(static kept => kept.Conversation))
        {
            var (scores, receipt) = scoring.Score(chat)!.Value;
            var kept = (await Ask(site, "words", "/api/conversations/" + Uri.EscapeDataString(chat.Id), HttpStatusCode.OK))["scores"]!.AsArray();
            Assert.Equal(scores.Count, kept.Count);
            foreach (var score in scores)
            {
                output.Clear();
                printing.Add(score, receipt, output);
                var printed = JsonNode.Parse(output.Written)!.AsObject();
                var own = kept.Single(one => (string?)one!["agent"] == score.Agent && one["session"]!.GetValue<int>() == score.Session + 1)!;
                foreach (var (name, value) in printed)
                {
                    var found = own[name]?.DeepClone();
                    foreach (var criterion in name == "criteria" ? found!.AsArray() : [])
                        Assert.True(criterion!.AsObject().Remove("person"));
                    Assert.True(JsonNode.DeepEquals(value, found), $"{chat.Id} {name}: {value?.ToJsonString()} is {found?.ToJsonString()}");
                }
            }
        }
    }

    [Fact]
    public async Task Words_are_shown_to_keys_for_transcripts_alone_and_that_is_written_down()
    {
        await using var site = await Open();
        var id = site.Store.Candidates.Waiting(Reach.All, 1)[0].Conversation;
        var without = await Ask(site, "figures", "/api/conversations/" + Uri.EscapeDataString(id), HttpStatusCode.OK);
        Assert.Null(without["transcript"]);
        Assert.DoesNotContain("\"text\":\"", without.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(site.Trail.List(10, action: AuditAction.TranscriptSeen));
        var with = await Ask(site, "words", "/api/conversations/" + Uri.EscapeDataString(id), HttpStatusCode.OK);
        Assert.Equal(site.Store.Find(id)!.Messages.Select(static message => message.Text), with["transcript"]!["messages"]!.AsArray().Select(static message => message!["text"]!.GetValue<string>()));
        var entry = Assert.Single(site.Trail.List(10, action: AuditAction.TranscriptSeen));
        Assert.Equal(("key:words", id), (entry.Name, entry.Object));
        Assert.Null(entry.Account);
    }

    [Fact]
    public async Task A_persons_verdict_stands_beside_the_machines()
    {
        await using var site = await Open();
        var id = site.Store.Candidates.Waiting(Reach.All, 1)[0].Conversation;
        var score = site.Store.Scores(id)[0];
        var criterion = score.Criteria.First(static part => part.Verdict != QA.Scoring.Verdict.NotApplicable).Criterion;

        // As the audit page writes it: an older verdict, then the one that counts.
        foreach (var (letter, value, withdrawn) in ((string, long, long?)[])[("F", 0, 5), ("p", 500_000, null)])
        {
            site.Store.People.Write(connection => Dapper.SqlMapper.Execute(
                connection,
                """
                INSERT INTO corrections (score, day, conversation, criterion, machine, verdict, value, comment, account, name, at, withdrawn_at)
                VALUES (@score, 20260302, '', @criterion, 'F', @letter, @value, '', 1, '王主管', 1000000, @withdrawn)
                """,
                new { score = score.Number, criterion, letter, value, withdrawn }));
        }

        var parts = (await Ask(site, "figures", "/api/conversations/" + Uri.EscapeDataString(id), HttpStatusCode.OK))["scores"]!.AsArray()
            .Where(static one => one!["official"]!.GetValue<bool>()).SelectMany(static one => one!["criteria"]!.AsArray()).ToList();
        var corrected = Assert.Single(parts, static part => part!["person"] is not null)!;
        Assert.Equal(criterion, corrected["id"]!.GetValue<string>());
        Assert.Equal("partial", corrected["person"]!["verdict"]!.GetValue<string>());
        Assert.Equal(0.5m, corrected["person"]!["value"]!.GetValue<decimal>());
        Assert.Equal("王主管", corrected["person"]!["by"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_of_a_team_sees_that_team_and_nothing_tells_it_of_others()
    {
        await using var site = await Open();
        Assert.Equal([SampleStore.Team], Texts(await Ask(site, "team", "/api/teams", HttpStatusCode.OK), "teams", "team"));
        Assert.Equal([SampleStore.Team], Texts(await Ask(site, "team", "/api/agents", HttpStatusCode.OK), "agents", "team").Distinct(StringComparer.Ordinal));
        var hidden = $"?team={Uri.EscapeDataString(SampleStore.OtherTeam)}&agent={Uri.EscapeDataString(SampleStore.OtherAgent)}";
        var refused = await Ask(site, "team", "/api/agents/one" + hidden, HttpStatusCode.NotFound);
        Assert.True(JsonNode.DeepEquals(refused, await Ask(site, "team", "/api/agents/one?team=nobody&agent=nobody", HttpStatusCode.NotFound)));
        await Ask(site, "figures", "/api/agents/one" + hidden, HttpStatusCode.OK);
        Assert.Empty((await Ask(site, "team", "/api/rollups?team=" + Uri.EscapeDataString(SampleStore.OtherTeam), HttpStatusCode.OK))["rollups"]!.AsArray());
        var foreign = site.Store.NextOfJob(site.Store.StartJob(new JobRequest(SampleStore.Rubrics.Default.Hash, null, null, false)), 300).Conversations
            .Select(static kept => kept.Conversation.Id).First(id => site.Store.Scores(id).All(static score => score.Team == SampleStore.OtherTeam));
        var unseen = await Ask(site, "team", "/api/conversations/" + Uri.EscapeDataString(foreign), HttpStatusCode.NotFound);
        Assert.True(JsonNode.DeepEquals(unseen, await Ask(site, "team", "/api/conversations/no-such-chat", HttpStatusCode.NotFound)));
        Assert.Contains(site.Trail.List(10, action: AuditAction.AccessRefused), entry => entry.Name == "key:team" && entry.Object == foreign);
    }

    [Fact]
    public async Task The_list_takes_the_filters_of_its_page_and_goes_on_behind_its_end()
    {
        await using var site = await Open();
        const string filter = "/api/conversations?from=2026-01-31&to=2026-03-31&criterion=greeting&verdict=fail";
        var all = (await Ask(site, "figures", filter + "&most=200", HttpStatusCode.OK)).AsObject();
        var expected = site.Store.Recount(new DateOnly(2026, 1, 31), new DateOnly(2026, 3, 31)).Sum(static day => day.Criteria.GetValueOrDefault("greeting").Fail);
        Assert.Equal(expected, all["scores"]!.AsArray().Count);
        Assert.Null(all["next"]);
        Assert.All(all["scores"]!.AsArray(), static one => Assert.Contains(one!["verdicts"]!.AsArray(), static verdict => (string?)verdict!["criterion"] == "greeting" && (string?)verdict["verdict"] == "fail"));
        var first = await Ask(site, "figures", filter + "&most=3", HttpStatusCode.OK);
        var second = await Ask(site, "figures", filter + "&most=3&after=" + Uri.EscapeDataString((string)first["next"]!), HttpStatusCode.OK);
        Assert.Equal(Texts(all, "scores", "conversation").Take(6), Texts(first, "scores", "conversation").Concat(Texts(second, "scores", "conversation")));
        Assert.All(Texts(await Ask(site, "team", "/api/conversations?from=2026-01-31&to=2026-03-31&most=200", HttpStatusCode.OK), "scores", "team"), static team => Assert.Equal(SampleStore.Team, team));
        await Ask(site, "figures", "/api/conversations?q=" + Uri.EscapeDataString("补发"), HttpStatusCode.Forbidden);
        Assert.NotEmpty((await Ask(site, "words", "/api/conversations?from=2026-01-31&to=2026-03-31&q=" + Uri.EscapeDataString("补发"), HttpStatusCode.OK))["scores"]!.AsArray());
        var calmed = (await Ask(site, "figures", "/api/conversations?from=2026-01-31&to=2026-03-31&mood=recovered&most=200", HttpStatusCode.OK))["scores"]!.AsArray();
        Assert.Equal(site.Store.Recount(new DateOnly(2026, 1, 31), new DateOnly(2026, 3, 31)).Sum(static day => day.Moods.Recovered), calmed.Count);
        Assert.NotEmpty(calmed);
        Assert.All(calmed, static one => Assert.Equal("recovered", (string?)one!["mood"]!["outcome"]));
        await Ask(site, "figures", "/api/conversations?after=nowhere", HttpStatusCode.BadRequest);
        await Ask(site, "figures", "/api/conversations?min=many", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Figures_are_those_of_a_recount()
    {
        await using var site = await Open();
        var answer = await Ask(site, "figures", "/api/rollups?from=2026-03-01&to=2026-03-31", HttpStatusCode.OK);
        var recount = site.Store.Recount(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));
        Assert.Equal(recount.Sum(static rollup => rollup.Sum) / 100m, answer["rollups"]!.AsArray().Sum(static rollup => rollup!["sum"]!.GetValue<decimal>()));
        var one = recount.Where(static rollup => rollup is { Team: SampleStore.Team, Agent: SampleStore.Agent }).ToList();
        var agent = (await Ask(
            site, "figures", $"/api/agents/one?team={Uri.EscapeDataString(SampleStore.Team)}&agent={Uri.EscapeDataString(SampleStore.Agent)}&from=2026-03-01&to=2026-03-31", HttpStatusCode.OK))["agent"]!;
        Assert.Equal(one.Sum(static rollup => rollup.Ranked), agent["ranked"]!.GetValue<long>());
        var moods = MoodCounts.Sum(one.Select(static rollup => rollup.Moods));
        Assert.Equal((moods.Known, moods.CameUnhappy, moods.Recovered), (agent["moods"]!["known"]!.GetValue<long>(), agent["moods"]!["cameUnhappy"]!.GetValue<long>(), agent["moods"]!["recovered"]!.GetValue<long>()));
        Assert.True(moods.Known > 0);
        Assert.Equal((double)one.Sum(static rollup => rollup.Sum) / one.Sum(static rollup => rollup.Ranked) / 100, agent["mean"]!.GetValue<double>(), 0.0051);
    }

    [Theory]
    [InlineData(null, "/api/teams", HttpStatusCode.Unauthorized, "a key is missing")]
    [InlineData("wrong", "/api/teams", HttpStatusCode.Unauthorized, "the key is wrong")]
    [InlineData("bring", "/api/teams", HttpStatusCode.Forbidden, "Api:Keys:bring:Scopes")]
    [InlineData("figures", "/api/nothing", HttpStatusCode.NotFound, "openapi.json")]
    [InlineData("figures", "/api/rubrics/none", HttpStatusCode.NotFound, "rubric")]
    [InlineData("figures", "/api/agents?days=x&form=2026-01-01", HttpStatusCode.BadRequest, "form: there is no such parameter; there are: from, to, days, team; days: must be a whole number from 1 to 366")]
    [InlineData("figures", "/api/agents?days=60", HttpStatusCode.BadRequest, "31 would be right; with a team, more")]
    [InlineData("figures", "/api/agents?from=2026-03-05&to=2026-03-02", HttpStatusCode.BadRequest, "is after")]
    [InlineData("figures", "/api/agents/one?team=x", HttpStatusCode.BadRequest, "agent: is missing")]
    public async Task What_is_wrong_is_said_with_what_would_be_right(string? key, string path, HttpStatusCode status, string said)
    {
        await using var site = await Open();
        Assert.Contains(said, (await Ask(site, key, path, status))["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b c?d%2F")]
    [InlineData("订单 42#1")]
    public async Task An_id_may_hold_anything(string id)
    {
        await using var site = await Open();
        site.Store.Save(new StoreBatch { Entries = [new ScoredConversation("x", 1, new QA.Scoring.Conversation(id, [new(QA.Scoring.Speaker.Customer, "在吗")]), [1], [], "")] });
        Assert.Equal(id, (await Ask(site, "figures", "/api/conversations/" + Uri.EscapeDataString(id), HttpStatusCode.OK))["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_that_asks_too_often_waits_and_no_other_does()
    {
        await using var site = await Open(perMinute: 3);
        for (var i = 0; i < 3; i++)
            await Ask(site, "figures", "/api/rubrics", HttpStatusCode.OK);

        // A minute that ends just now gives three more.
        HttpResponseMessage refused;
        var tries = 0;
        do
        {
            using var request = Request(site, "figures", "/api/rubrics");
            refused = await Http.SendAsync(request);
        }
        while (refused.StatusCode == HttpStatusCode.OK && ++tries <= 3);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.NotNull(JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]);
        await Ask(site, "words", "/api/rubrics", HttpStatusCode.OK);
    }

    private static async Task AskEverything(PostgresDatabase? database)
    {
        await using var site = await Open(database);
        var document = (await Ask(site, null, "/api/openapi.json", HttpStatusCode.OK)).AsObject();
        var schema = new JsonSchema(document);
        var conversation = site.Store.NextOfJob(site.Store.StartJob(new JobRequest(SampleStore.Rubrics.Default.Hash, null, null, false)), 1).Conversations[0].Conversation.Id;
        var asked = 0;
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            if (methods!["get"] is not { } get)
                continue;
            var query = string.Join('&', get["parameters"]!.AsArray().Where(static parameter => parameter!["required"]!.GetValue<bool>() && parameter["in"]!.GetValue<string>() == "query")
                .Select(static parameter => $"{parameter!["name"]}={Uri.EscapeDataString(parameter["example"]!.ToString())}"));
            var id = path.StartsWith("/api/rubrics", StringComparison.Ordinal) ? SampleStore.Rubrics.Default.Id : conversation;
            var answer = await Ask(site, "words", $"{path.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal)}?{query}", HttpStatusCode.OK);
            Assert.Equal([], schema.Problems(answer, get["responses"]!["200"]!["content"]!["application/json"]!["schema"]!.AsObject()));
            asked++;
        }

        Assert.Equal(ApiOperations.All.Count, asked);
    }

    private static IEnumerable<string?> Texts(JsonNode answer, string list, string member) => answer[list]!.AsArray().Select(one => (string?)one![member]);

    private static Task<Site> Open(PostgresDatabase? database = null, int perMinute = 10_000)
    {
        IScoreStore? store = null;
        if (database is not null)
        {
            store = PostgresStore.Open(database.ConnectionString, Evening, StoreDay.Beijing);
            SampleStore.Fill(store, Evening);
        }

        return Site.Start(store, Evening, new WebOptions(StoreDay.Beijing, [])
        {
            ApiKeys =
            [
                Key("bring", ApiScope.Ingest), Key("figures", ApiScope.Read), Key("words", ApiScope.Read, ApiScope.Transcripts),
                Key("team", ApiScope.Read, ApiScope.Transcripts) with { Teams = [SampleStore.Team] },
            ],
            ApiRequestsPerMinute = perMinute,
        });
    }

    private static ApiKey Key(string name, params ApiScope[] scopes) => new(name, SHA256.HashData(Encoding.UTF8.GetBytes(name))) { Scopes = scopes };

    private static HttpRequestMessage Request(Site site, string? key, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, site.Address.ToString().TrimEnd('/') + path);
        if (key is not null)
            request.Headers.Add("Authorization", "Bearer " + key);
        return request;
    }

    private static async Task<JsonNode> Ask(Site site, string? key, string path, HttpStatusCode status)
    {
        using var request = Request(site, key, path);
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode} {text[..Math.Min(text.Length, 500)]}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return JsonNode.Parse(text)!;
    }
}
