using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.Configuration;
using QA.Engine.ApiKeys;
using QA.Engine.Settings;
using Xunit;

namespace QA.Engine.Tests.ApiKeys;

public sealed class ApiKeyReaderTests
{
    private const string Secret = "a key long enough";

    [Fact]
    public void A_plain_key_brings_and_does_not_read()
    {
        var key = Assert.Single(Read(out var problems, ("shop", Secret)));
        Assert.Empty(problems);
        Assert.Equal([ApiScope.Ingest], key.Scopes);
        Assert.Empty(key.Teams);
    }

    [Fact]
    public void A_key_with_scopes_and_teams_reads_what_they_say()
    {
        var key = Assert.Single(Read(
            out var problems, ("board:Key", Secret), ("board:Scopes:0", "read"), ("board:Scopes:1", "Transcripts"), ("board:Teams:0", "售后组"), ("board:Teams:1", "售前二组")));
        Assert.Empty(problems);
        Assert.Equal([ApiScope.Read, ApiScope.Transcripts], key.Scopes);
        Assert.Equal(["售后组", "售前二组"], key.Teams);
        Assert.Equal(key, ApiKey.Find([key], Secret));
    }

    [Fact]
    public void Everything_wrong_is_told_with_what_would_be_right()
    {
        Read(
            out var problems, ("a:Key", Secret), ("b:Key", Secret), ("b:Scopes:0", "write"), ("c:Key", Secret), ("c:Scopes:0", "transcripts"), ("d:Key", Secret), ("d:Scopes:0", "read"),
            ("d:Team", "x"), ("e:Scopes:0", "read"), ("f:Key", Secret), ("f:Scopes", "read"));
        Assert.Equal(
            [
                "Api:Keys:a:Scopes: must be a list of one or more of ingest, read, transcripts, such as Scopes:0=read",
                "Api:Keys:b:Scopes: there is no scope \"write\"; there are: ingest, read, transcripts",
                "Api:Keys:b:Scopes: must be a list of one or more of ingest, read, transcripts, such as Scopes:0=read",
                "Api:Keys:c:Scopes: transcripts are read beside scores; give the key the scope read as well",
                "Api:Keys:d:Team: there is no such setting; there are: Key, Scopes, Teams",
                "Api:Keys:e:Key: must be a key of at least 16 characters, or sha256: and the hash of one; `openssl rand -hex 24` makes a good key",
                "Api:Keys:f:Scopes: must be a list of one or more of ingest, read, transcripts, such as Scopes:0=read",
            ],
            problems);
        Assert.DoesNotContain(problems, static problem => problem.Contains(Secret, StringComparison.Ordinal));
    }

    private static IReadOnlyList<ApiKey> Read(out IReadOnlyList<string> problems, params (string Path, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("Api:Keys:" + setting.Path, (string?)setting.Value))).Build();
        var reader = new SettingReader(configuration.GetSection("Api"), "Api", []);
        var keys = ApiKeyReader.Read(reader);
        problems = reader.Problems;
        return keys;
    }
}
