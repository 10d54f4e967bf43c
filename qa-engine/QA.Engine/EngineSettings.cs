using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Extensions.Configuration;

namespace QA.Engine;

/// <summary>
/// Every setting. Defaults stand in <c>appsettings.json</c> beside the program; an <c>appsettings.json</c> in the current folder,
/// then <c>QA_…</c> environment variables (<c>QA_Inbox__Poll=00:00:05</c>), then the command line override them.
/// </summary>
internal sealed class EngineSettings
{
    /// <summary>The folder of the store.</summary>
    public string Data { get; set; } = "data";

    /// <summary>The folder of the rubric for every conversation, or the name of a shipped one; empty: one for each language.</summary>
    public string Rubric { get; set; } = "";

    /// <summary>The rubric for each language (<c>QA_Rubrics__en=…</c>); empty: none for that language.</summary>
    public IDictionary<string, string> Rubrics { get; set; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The language of conversations that neither state theirs nor show it.</summary>
    public string DefaultLanguage { get; set; } = "";

    /// <summary>How many threads score; 0: one for each processor.</summary>
    public int Threads { get; set; }

    public InboxSettings Inbox { get; set; } = new();

    public FinishedSettings Finished { get; set; } = new();

    public ReadSettings Read { get; set; } = new();

    public SampleSettings Sample { get; set; } = new();

    /// <summary>Ids of the criteria that summaries show.</summary>
    public IList<string> Headline { get; set; } = [];

    public string StorePath => Path.Combine(Data, "qa.db");

    public string InboxPath => string.IsNullOrEmpty(Inbox.Path) ? Path.Combine(Data, "inbox") : Inbox.Path;

    public int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;

    public static EngineSettings Load()
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables("QA_")
            .Build();
        return configuration.Get<EngineSettings>() ?? new EngineSettings();
    }

    internal sealed class InboxSettings
    {
        /// <summary>The folder that is watched; empty: <c>inbox</c> in <see cref="Data"/>.</summary>
        public string Path { get; set; } = "";

        public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

        /// <summary>A last line without a line end counts once its file has not grown for so long.</summary>
        public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(10);
    }

    internal sealed class FinishedSettings
    {
        /// <summary>A conversation that nobody closed is over after so long without a message.</summary>
        public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);
    }

    internal sealed class ReadSettings
    {
        public int MaxLineBytes { get; set; } = 64 * 1024 * 1024;

        public int MaxMessages { get; set; } = 200_000;

        /// <summary>The zone of times that name none.</summary>
        public TimeSpan AssumedOffset { get; set; } = TimeSpan.FromHours(8);
    }

    internal sealed class SampleSettings
    {
        /// <summary>Whether the first start on an empty store puts the shipped sample into the inbox.</summary>
        public bool OnFirstStart { get; set; } = true;
    }
}
