using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.Configuration;
using QA.Engine.Language.Azure;
using QA.Engine.Settings;
using Xunit;

namespace QA.Engine.Tests.Language;

public sealed class AzureLanguageOptionsTests
{
    [Fact]
    public void Address_and_key_are_all_that_must_be_said()
    {
        var options = Read(out var problems, "Endpoint=https://shop.cognitiveservices.azure.cn/", "Key=abc123");
        Assert.Empty(problems);
        Assert.Equal((new Uri("https://shop.cognitiveservices.azure.cn/"), "abc123", "latest"), (options.Endpoint, options.Key, options.ModelVersion));
        Assert.Equal((TimeSpan.FromSeconds(5), 5_000, 5, 50_000, 32), (options.Timeout, options.RecordsADay, options.RequestsASecond, options.CacheEntries, options.CacheMegabytes));
    }

    [Fact]
    public void With_Entra_there_is_no_key()
    {
        var options = Read(out var problems, "Endpoint=https://shop.cognitiveservices.azure.com", "Entra=true", "ClientId=11111111-1111-1111-1111-111111111111");
        Assert.Empty(problems);
        Assert.Null(options.Key);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_no_key_is_shown()
    {
        Read(out var problems, "Endpoint=http://shop.cognitiveservices.azure.com/", "Key=my key\nis 12345", "Entra=perhaps", "Timeout=forever", "RecordsADay=-1", "RequestsASecond=0", "CacheEntries=many", "Retries=3");
        Assert.Equal(
            [
                "Language:Azure:CacheEntries: must be a whole number from 0 to 10000000, not \"many\"",
                "Language:Azure:Endpoint: must be the address of the resource, such as https://NAME.cognitiveservices.azure.com/, with TLS and without a path",
                "Language:Azure:Entra: must be true or false, not \"perhaps\"",
                "Language:Azure:Key: must be the key as the portal shows it: letters and digits, without spaces or line breaks",
                "Language:Azure:RecordsADay: must be a whole number from 0 to 100000000, not \"-1\"",
                "Language:Azure:RequestsASecond: must be a whole number from 1 to 1000, not \"0\"",
                "Language:Azure:Retries: there is no such setting; there are: CacheEntries, CacheMegabytes, ClientId, Endpoint, Entra, Key, ModelVersion, RecordsADay, RequestsASecond, Timeout",
                "Language:Azure:Timeout: must be a duration from 00:00:00.1000000 to 00:05:00 such as 00:00:05, not \"forever\"",
            ],
            problems.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(problems, static problem => problem.Contains("12345", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Language:Azure:Endpoint: is missing", "Key=k")]
    [InlineData("Language:Azure:Key: is missing", "Endpoint=https://a.example/")]
    [InlineData("Language:Azure:Endpoint: must be", "Endpoint=https://a.example/language", "Key=k")]
    [InlineData("Language:Azure:Endpoint: must be", "Endpoint=https://user:word@a.example/", "Key=k")]
    [InlineData("Language:Azure:Endpoint: must be", "Endpoint=ftp://a.example/", "Key=k")]
    [InlineData("Language:Azure:Entra: must be false where there is a Key", "Endpoint=https://a.example/", "Key=k", "Entra=true")]
    [InlineData("Language:Azure:Entra: must be false where the Endpoint is without TLS", "Endpoint=http://127.0.0.1:8080/", "Entra=true")]
    [InlineData("Language:Azure:ClientId: says nothing without Entra", "Endpoint=https://a.example/", "Key=k", "ClientId=1")]
    [InlineData("Language:Azure:ModelVersion: must be", "Endpoint=https://a.example/", "Key=k", "ModelVersion=the newest")]
    public void What_does_not_go_together_is_a_problem(string problem, params string[] settings)
    {
        Read(out var problems, settings);
        Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    private static AzureLanguageOptions Read(out IReadOnlyList<string> problems, params IEnumerable<string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static line => line.Split('=', 2)).Select(static pair => new KeyValuePair<string, string?>("Language:Azure:" + pair[0], pair[1]))).Build();
        var found = new List<string>();
        var reader = new SettingReader(configuration, "", found).Section("Language").Section("Azure");
        var options = AzureLanguageOptions.Read(reader);
        reader.NoOthers();
        problems = found;
        return options;
    }
}
