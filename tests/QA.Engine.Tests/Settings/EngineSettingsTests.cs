using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Cli;
using Xunit;

namespace QA.Engine.Tests.Settings;

public sealed class EngineSettingsTests
{
    [Fact]
    public void The_shipped_settings_are_good()
    {
        var settings = Load();
        Assert.Empty(settings.Problems);
        Assert.Empty(settings.ServiceProblems);
        Assert.Single(settings.Sources);
        Assert.Equal("Asia/Shanghai", settings.Zone.Id);
        Assert.Equal(new Uri("http://127.0.0.1:8321"), settings.Listen);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_with_its_place_and_what_would_be_right()
    {
        var settings = Load(
            "Threads=many", "TimeZone=Mars/Olympus", "Read:MaxMessages=0", "Finished:Idel=1", "Thread=2",
            "Worker:Lease=5 secs", "Http:Listen=somewhere", "Sources:shop:Kind=telepathy", "Sources:inbox:Pol=1");
        Assert.Equal(
            [
                "Finished:Idel: there is no such setting; there are: Idle",
                "Read:MaxMessages: must be a whole number from 1 to 10000000, not \"0\"",
                "Threads: must be a whole number from 0 to 1024, not \"many\"",
                "TimeZone: there is no time zone \"Mars/Olympus\"; name one of the IANA database, such as Asia/Shanghai or UTC",
            ],
            settings.Problems.Where(static problem => !problem.StartsWith("Thread:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.StartsWith("Thread: there is no such setting; there are: Api, Data, ", Assert.Single(settings.Problems, static problem => problem.StartsWith("Thread:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Worker:Lease: must be a duration from 00:00:00.2000000 to 01:00:00 such as 00:00:30, not \"5 secs\"", settings.ServiceProblems);
        Assert.Contains("Http:Listen: must be an address such as http://127.0.0.1:8321, or none, not \"somewhere\"", settings.ServiceProblems);
        Assert.Contains(settings.ServiceProblems, static problem => problem.StartsWith("Sources:shop:Kind: there is no source of the kind \"telepathy\"; there are: folder", StringComparison.Ordinal));
        Assert.Contains(settings.ServiceProblems, static problem => problem.StartsWith("Sources:inbox:Pol: there is no such setting; there are: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_remote_model_is_off_unless_it_is_named_and_then_all_of_it_is_checked_by_the_service_alone()
    {
        Assert.Null(Load("Language:Azure:Endpoint=nowhere").Azure);
        Assert.Empty(Load("Language:Azure:Endpoint=nowhere").ServiceProblems);
        var wrong = Load("Language:Sentiment=azure", "Language:Azure:Endpoint=nowhere", "Language:Azure:Timeut=1");
        Assert.Empty(wrong.Problems);
        Assert.Equal(["Endpoint", "Key", "Timeut"], wrong.ServiceProblems.Select(static problem => problem.Split(':')[2]).Order(StringComparer.Ordinal));
        var good = Load("Language:Sentiment=azure", "Language:Azure:Endpoint=https://shop.cognitiveservices.azure.com/", "Language:Azure:Key=k", "Language:Azure:RecordsADay=7");
        Assert.Empty(good.ServiceProblems);
        Assert.Equal(7, good.Azure!.RecordsADay);
        Assert.Equal("Language:Sentiment: must be local or none or azure, not \"telepathy\"", Assert.Single(Load("Language:Sentiment=telepathy").Problems));
    }

    [Fact]
    public void A_source_can_be_switched_off() => Assert.Empty(Load("Sources:inbox:Enabled=false").Sources);

    [Fact]
    public void Personal_data_is_kept_as_it_came_unless_the_setting_says_otherwise()
    {
        Assert.Null(Load().Redactor);
        Assert.NotNull(Load("Read:Redact=same-length").Redactor);
        Assert.Equal("Read:Redact: must be none or same-length, not \"all\"", Assert.Single(Load("Read:Redact=all").Problems));
    }

    [Fact]
    public void Options_that_are_short_for_a_setting_override_it()
    {
        Assert.Equal(
            [new("Data", "d"), new("Sources:inbox:Path", "i"), new("Http:Listen", "none"), new("Threads", "3"), new("Store:Postgres", "Host=h;Database=q")],
            Commands.Overrides(["run", "--data", "d", "--inbox=i", "--listen", "none", "--set", "Threads=3", "--set=Store:Postgres=Host=h;Database=q", "--set", "nonsense"]));
    }

    private static EngineSettings Load(params IEnumerable<string> overrides) =>
        EngineSettings.Load(overrides.Select(static line => line.Split('=', 2)).Select(static pair => new KeyValuePair<string, string?>(pair[0], pair[1])));
}
