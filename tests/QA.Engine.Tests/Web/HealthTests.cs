using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using QA.Engine.Web;
using Xunit;

namespace QA.Engine.Tests.Web;

public sealed class HealthTests
{
    [Theory]
    [InlineData(true, "", HttpStatusCode.OK)]
    [InlineData(true, "shop", HttpStatusCode.OK)]
    [InlineData(true, "store", HttpStatusCode.ServiceUnavailable)]
    [InlineData(false, "", HttpStatusCode.ServiceUnavailable)]
    public async Task Ready_means_that_the_store_can_be_used(bool atWork, string failing, HttpStatusCode expected)
    {
        var problems = new Dictionary<string, string>();
        if (failing.Length > 0)
            problems[failing] = "connection \"refused\"";
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapHealth(new EngineHealth(() => atWork, () => problems));
        await app.StartAsync(TestContext.Current.CancellationToken);
        foreach (var address in app.Urls)
        {
            using var client = new HttpClient { BaseAddress = new System.Uri(address) };
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
            var answer = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.StatusCode);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(expected == HttpStatusCode.OK, (bool)body["ready"]!);
            Assert.Equal(failing.Length > 0 ? "connection \"refused\"" : null, (string?)body["failing"]![failing.Length > 0 ? failing : "none"]);
        }
    }
}
