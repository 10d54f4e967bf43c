using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using QA.Scoring;

namespace QA.Engine.Metrics;

/// <summary>
/// Every instrument of the engine, its unit, its sentence and its labels. Whoever does the work calls the methods with plain values; any
/// thread may. Counters begin at 0 with the process, as Prometheus expects; what must survive a restart is read from the store's roll-ups.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "QA.Engine";

    /// <summary>Stands where a source's name does for what came to nothing only at its turn in the waiting room, where nobody knows any more whose it was.</summary>
    public const string WaitingRoom = "waiting-room";

    // Seconds: from what a customer does not notice to what no customer waits for.
    private static readonly double[] Waits = [5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1_800, 3_600];

    // Seconds: a chat scored at once, one that waited for its idle time, one that was brought the next day.
    private static readonly double[] Lags = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];
    private static readonly double[] Batches = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly double[] Requests = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    // Points: narrow where pass marks and bands lie.
    private static readonly double[] Points = [10, 20, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 100];

    private static readonly MoodOutcome[] Outcomes = Enum.GetValues<MoodOutcome>();

    private readonly TimeProvider _time;
    private readonly MetricsOptions _options;
    private readonly Names _names;
    private readonly PeopleCap _people;
    private readonly RubricCounts _rubricCounts = new();
    private readonly List<MetricDeclaration> _declared = [];
    private readonly ConcurrentDictionary<string, (bool? Works, DateTimeOffset? Read)> _sources = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Rubric> _rubrics = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<AgreementFigures> _agreement = [];
    private volatile StoreFigures? _store;
    private volatile QualitySnapshot? _quality;
    private int _storeUp = -1;

    private readonly Counter<long> _conversations;
    private readonly Counter<long> _scores;
    private readonly Histogram<double> _points;
    private readonly Counter<long> _criticals;
    private readonly Counter<long> _moods;
    private readonly Counter<long> _units;
    private readonly Counter<long> _unitsMet;
    private readonly Histogram<double> _firstReply;
    private readonly Histogram<double> _reply;
    private readonly Counter<double> _agentReply;
    private readonly Counter<long> _rounds;
    private readonly Counter<long> _messages;
    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _batch;
    private readonly Counter<long> _setAside;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _sourceErrors;
    private readonly Counter<long> _storeErrors;
    private readonly Counter<long> _leasesLost;
    private readonly Counter<long> _readErrors;
    private readonly Counter<long> _languageRequests;
    private readonly Histogram<double> _languageSeconds;
    private readonly Counter<long> _languageRecords;
    private readonly Counter<long> _languageMessages;
    private readonly Counter<long> _languageFallbacks;

    public EngineMetrics(MetricsOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _names = new Names(options.Salt);
        _people = new PeopleCap(options, _names);
        var version = typeof(EngineMetrics).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
        Meter = new Meter(new MeterOptions(MeterName) { Version = version });

        // Scoring, since the process began.
        _conversations = Counter<long>("qa_conversations_scored_total", "{conversations}", "Conversations scored and kept by this process; a job's are not among them.", "shop");
        _scores = Counter<long>("qa_scores_total", "{scores}", "Scores kept: one for each session and agent of a conversation, by what they may be used for.", "shop", "team", "agent", "standing");
        _points = Histogram("qa_score_points", "{points}", "Scores that can be ranked, 0 to 100, without the caps of critical findings.", Points, "shop", "team", "scenario");
        Observed("qa_verdicts_total", "{verdicts}", "Verdicts of the engine on each criterion.", _rubricCounts.Verdicts, "rubric", "criterion", "verdict");
        Observed("qa_lexicon_hits_total", "{hits}", "Phrases of each lexicon that are evidence of a verdict; divided by qa_scores_total it shows when customers or agents begin to talk otherwise.", _rubricCounts.Hits, "rubric", "lexicon");
        _criticals = Counter<long>("qa_critical_findings_total", "{findings}", "Critical findings the engine suspected, and those a person confirmed or dismissed.", "shop", "team", "critical", "state");
        _moods = Counter<long>("qa_customer_moods_total", "{scores}", "Scores by how the customer's mood moved from the first turns to the last, where a model read the messages.", "shop", "team", "agent", "outcome");

        // Quality windows, from the store's roll-ups: the same on every replica and after every restart.
        Window("qa_agent_score_mean_points", "{points}", "Mean of an agent's ranked scores over the last days, today included, from the roll-ups.", Agents(false, static sums => sums.Ranked == 0 ? double.NaN : sums.Points / (100.0 * sums.Ranked)));
        Window("qa_agent_scored_conversations", "{conversations}", "An agent's scored conversations over the last days, from the roll-ups; one with several sessions counts for each.", Agents(false, Scored));
        Window("qa_agent_ranked_conversations", "{conversations}", "Those of an agent's scored conversations that can be ranked: what stands behind the mean.", Agents(false, Ranked));
        Window("qa_agent_pass_ratio", "1", "Share of an agent's verdicts on a criterion that are a pass, among pass, partial and fail, from the roll-ups.", Agents(true, PassRatio));
        Window("qa_team_score_mean_points", "{points}", "Mean of a team's ranked scores over the last days, today included, from the roll-ups.", Teams(false, static sums => sums.Ranked == 0 ? double.NaN : sums.Points / (100.0 * sums.Ranked)));
        Window("qa_team_scored_conversations", "{conversations}", "A team's scored conversations over the last days, from the roll-ups; one with several sessions or agents counts for each.", Teams(false, Scored));
        Window("qa_team_ranked_conversations", "{conversations}", "Those of a team's scored conversations that can be ranked: the weight of its mean where teams are added up.", Teams(false, Ranked));
        Window("qa_team_pass_ratio", "1", "Share of a team's verdicts on a criterion that are a pass, among pass, partial and fail, from the roll-ups.", Teams(true, PassRatio));
        Window("qa_team_verdicts", "{verdicts}", "Verdicts behind a team's share of a criterion: its weight where teams are added up.", Teams(true, static sums => sums.Cases == 0 ? double.NaN : sums.Cases));
        Window("qa_team_lost_points", "{points}", "Points a score of the team loses through a criterion on average, over the scores it applies to.", Teams(true, static sums => sums.Cases == 0 ? double.NaN : sums.Lost / (100.0 * sums.Cases)));

        // How customers came and left, from the same roll-ups.
        Window("qa_agent_mood_conversations", "{conversations}", "An agent's scored conversations over the last days whose customer's mood a model read; one with several sessions counts for each.", Agents(false, Known));
        Window("qa_agent_unhappy_customers", "{conversations}", "Those of them whose customer came unhappy.", Agents(false, CameUnhappy));
        Window("qa_agent_calmed_ratio", "1", "Share of an agent's customers who came unhappy that left clearly better.", Agents(false, Calmed));
        Window("qa_agent_worsened_ratio", "1", "Share of an agent's customers that left unhappy and clearly worse than they came.", Agents(false, Worsened));
        Window("qa_agent_left_unhappy_ratio", "1", "Share of an agent's customers that left unhappy, however they came.", Agents(false, LeftUnhappy));
        Window("qa_agent_mood_start_mean", "{mood}", "Mean mood of an agent's customers on coming, -1 to 1.", Agents(false, MoodStart));
        Window("qa_agent_mood_end_mean", "{mood}", "Mean mood of an agent's customers on leaving, -1 to 1.", Agents(false, MoodEnd));
        Window("qa_team_mood_conversations", "{conversations}", "A team's scored conversations over the last days whose customer's mood a model read; one with several sessions or agents counts for each.", Teams(false, Known));
        Window("qa_team_unhappy_customers", "{conversations}", "Those of them whose customer came unhappy.", Teams(false, CameUnhappy));
        Window("qa_team_calmed_ratio", "1", "Share of a team's customers who came unhappy that left clearly better.", Teams(false, Calmed));
        Window("qa_team_worsened_ratio", "1", "Share of a team's customers that left unhappy and clearly worse than they came.", Teams(false, Worsened));
        Window("qa_team_left_unhappy_ratio", "1", "Share of a team's customers that left unhappy, however they came.", Teams(false, LeftUnhappy));
        Window("qa_team_mood_start_mean", "{mood}", "Mean mood of a team's customers on coming, -1 to 1.", Teams(false, MoodStart));
        Window("qa_team_mood_end_mean", "{mood}", "Mean mood of a team's customers on leaving, -1 to 1.", Teams(false, MoodEnd));

        Gauge("qa_quality_refreshed_timestamp_seconds", "s", "When the quality windows were last read from the roll-ups, in seconds since 1970.", () => _quality is { } quality ? One(quality.At.ToUnixTimeMilliseconds() / 1000.0) : []);
        Gauge("qa_label_values_cut", null, "Agents and teams that have no series of their own in the quality windows and are counted as 'other'.", Cut, "label");
        Gauge("qa_agent_critical_findings", null, "An agent's critical findings of official scores that wait for a person, and those a person confirmed, from the store.", Criticals, "team", "agent", "state");

        // Service indicators, since the process began.
        _units = Counter<long>("qa_service_units_total", null, "Rounds or sessions a profile of service indicators looks at: the denominator. Profiles that count persons are not here: they need a person's whole day.", "profile", "shop", "team", "agent");
        _unitsMet = Counter<long>("qa_service_units_met_total", null, "Those that met the profile's limit: the numerator.", "profile", "shop", "team", "agent");
        _firstReply = Histogram("qa_first_reply_seconds", "s", "From the first message of a session to a person's first reply, in conversations scored by this process.", Waits, "shop", "team");
        _reply = Histogram("qa_reply_seconds", "s", "From the first message a customer waits with to a person's reply, for each round that was answered.", Waits, "shop", "team");
        _agentReply = Counter<double>("qa_agent_reply_seconds_total", "s", "The same waits added up by agent; divided by the answered rounds it is the agent's mean reply.", "shop", "team", "agent");
        _rounds = Counter<long>("qa_service_rounds_total", "{rounds}", "Rounds by whether a person answered them.", "shop", "team", "agent", "outcome");
        _messages = Counter<long>("qa_service_messages_total", "{messages}", "Messages of customers and of agents; their quotient is the answer/question ratio.", "shop", "team", "agent", "role");

        // The engine.
        _lag = Histogram("qa_scoring_lag_seconds", "s", "From the end of a conversation to its score; exports of old chats come in with their age.", Lags);
        _batch = Histogram("qa_batch_seconds", "s", "How long a batch took to score and to save.", Batches, "stage");
        Gauge("qa_backlog_conversations", "{conversations}", "Conversations that are over and wait for a worker.", () => Stored(static store => store.Due));
        Gauge("qa_backlog_oldest_seconds", "s", "How long the longest of them waits; 0: none does.", () => Stored(Oldest));
        Gauge("qa_waiting_conversations", "{conversations}", "Conversations in the waiting room, those that are not over yet included.", () => Stored(static store => store.Waiting));
        Gauge("qa_dead_letters", null, "Items on the list of what could not be scored.", () => Stored(static store => store.DeadLetters));
        Gauge("qa_workers", "{workers}", "Workers that use the store and were heard of lately.", () => Stored(static store => store.Workers));
        Gauge("qa_jobs_unfinished", null, "Jobs that score the past and are not through.", () => Stored(static store => store.Jobs.Count));
        Gauge("qa_job_conversations_wanted", null, "Conversations the unfinished jobs are to score.", () => Stored(static store => store.Jobs.Sum(static job => job.Wanted)));
        Gauge("qa_job_conversations_done", null, "Those of them that are done.", () => Stored(static store => store.Jobs.Sum(static job => job.Done)));
        Gauge("qa_store_up", null, "1 while the store answers, 0 while it does not; what only the store knows is absent then.", () => _storeUp < 0 ? [] : One(_storeUp));
        _storeErrors = Counter<long>("qa_store_errors_total", "{errors}", "How often the store could not be reached or written.");

        // A source goes by its name in the settings. Whoever brings chats over HTTP goes by "api:" and the name of the key, which no source can be called.
        Gauge("qa_source_up", null, "1 while a source of the settings can be read, 0 while it cannot.", Up, "source");
        Gauge("qa_source_last_read_timestamp_seconds", "s", "When a source, or the holder of a key (api:NAME), last gave something, in seconds since 1970; absent until then.", LastRead, "source");
        _sourceErrors = Counter<long>("qa_source_errors_total", "{errors}", "How often a source of the settings could not be read.", "source");
        _bytes = Counter<long>("qa_source_read_bytes_total", "By", "What was read and kept of a source, or of what the holder of a key (api:NAME) brought.", "source");
        _setAside = Counter<long>("qa_set_aside_total", "{items}", "Lines and conversations that were set aside because they could not be read or scored; 'waiting-room': that showed only at their turn in the waiting room.", "source");
        _duplicates = Counter<long>("qa_duplicates_total", "{conversations}", "Conversations that had been kept before, word for word; 'waiting-room': that showed only at their turn in the waiting room.", "source");
        _leasesLost = Counter<long>("qa_leases_lost_total", "{leases}", "Leases another worker had by the time a batch was to be saved; nothing of the batch was kept by this process.", "kind");
        Info("qa_rubric_info", "The rubrics in use, with version and content hash.", RubricInfo, "rubric", "version", "language", "hash");
        Gauge("qa_agreement_kappa", null, "Cohen's κ of the engine and people on a criterion: 1 is perfect, 0 is chance.", () => Agreement(static one => one.Kappa), "rubric", "criterion");
        Gauge("qa_agreement_kappa_low", null, "Lower end of κ's interval.", () => Agreement(static one => one.From), "rubric", "criterion");
        Gauge("qa_agreement_kappa_high", null, "Upper end of κ's interval.", () => Agreement(static one => one.To), "rubric", "criterion");
        Gauge("qa_agreement_cases", "{cases}", "Conversations that both the engine and a person judged on a criterion.", () => Agreement(static one => one.Cases), "rubric", "criterion");
        Info("qa_build_info", "The engine's version.", () => [new Measurement<double>(1, new KeyValuePair<string, object?>("version", version))], "version");
        Observed<long>("qa_measurements_cut_total", "{measurements}", "Measurements of agents who have no counters of their own in this process and are counted as 'other'.", () => [new Measurement<long>(_people.Cut)]);
        _readErrors = Counter<long>("qa_scrape_errors_total", "{errors}", "Scrapes in which some figure could not be read and is absent.");

        // The remote language service.
        _languageRequests = Counter<long>("qa_language_requests_total", "{requests}", "Requests to the language service, by how they ended.", "outcome");
        _languageSeconds = Histogram("qa_language_request_seconds", "s", "How long a request to the language service took, whatever came of it.", Requests);
        _languageRecords = Counter<long>("qa_language_records_total", "{records}", "Records of 1,000 characters counted against the day's limit.");
        _languageMessages = Counter<long>("qa_language_messages_total", "{messages}", "Messages the language service answered, at once or when it was asked the same before.", "from");
        _languageFallbacks = Counter<long>("qa_language_fallbacks_total", "{messages}", "Messages the local model answered in place of the language service, by why.", "reason");

        // The process, under the names every exporter uses.
        Observed<double>("process_cpu_seconds_total", "s", "Processor time used, user and system.", () => Known(ProcessFigures.CpuSeconds));
        Gauge("process_resident_memory_bytes", "By", "Memory the process has in RAM.", () => One(ProcessFigures.ResidentBytes));
        Gauge("process_virtual_memory_bytes", "By", "Memory the process has addresses for.", () => One(ProcessFigures.VirtualBytes));
        Gauge("process_open_fds", null, "Open files and sockets.", () => Known(ProcessFigures.OpenDescriptors));
        Gauge("process_max_fds", null, "How many files and sockets may be open.", () => Known(ProcessFigures.MostDescriptors));
        Gauge("process_start_time_seconds", "s", "When the process started, in seconds since 1970.", () => One(ProcessFigures.StartedAt));
    }

    public Meter Meter { get; }

    /// <summary>All instruments, in the order of their topics.</summary>
    public IReadOnlyList<MetricDeclaration> Declared => _declared;

    /// <summary>The quality windows; null until they were read for the first time. Put here by whoever reads roll-ups.</summary>
    public QualitySnapshot? Quality
    {
        get => _quality;
        set => _quality = value;
    }

    /// <summary>
    /// Counters whose labels are known beforehand appear at 0: the first failure is a rise then, and not a series that begins at 1, which
    /// no <c>rate</c> sees. Called once somebody listens.
    /// </summary>
    public void BeginAtNought()
    {
        _storeErrors.Add(0);
        _readErrors.Add(0);
        foreach (var kind in Enum.GetValues<LeaseKind>())
            _leasesLost.Add(0, Tag("kind", Name(kind)));
        KeptWaiting(duplicates: 0, setAside: 0);
    }

    /// <summary>A rubric is in use; a later version of the same id takes its place.</summary>
    public void UseRubric(Rubric rubric) => _rubrics[rubric.Id] = rubric;

    /// <summary>A conversation and its scores were kept.</summary>
    /// <param name="scoredAt">By the engine's clock.</param>
    public void Scored(Conversation conversation, IReadOnlyList<Score> scores, DateTimeOffset scoredAt)
    {
        var shop = conversation.Shop;
        _conversations.Add(1, Tag("shop", _people.OfShop(shop)));
        if ((conversation.Closed ?? LastTime(conversation)) is { } closed && scoredAt >= closed)
            _lag.Record((scoredAt - closed).TotalSeconds, Tag("conversation", conversation.Id));
        foreach (var score in scores)
        {
            _rubricCounts.Add(score);
            var person = _people.Of(shop, score.Team, score.Agent);
            _scores.Add(1, Tag("shop", person.Shop), Tag("team", person.Team), Tag("agent", person.Agent), Tag("standing", StandingNames.Of(score.Standing)));
            if (score is { Standing: Standing.Ranked, Uncapped: { } points })
                _points.Record(points / 100.0, Tag("shop", person.Shop), Tag("team", person.Team), Tag("scenario", score.Scenario?.Id ?? Names.None));
            if (score.Mood is { } mood)
                Moved(person, mood.Outcome);
            foreach (var suspicion in score.Suspicions)
                Critical(person, suspicion.Critical.Id, "suspected");
        }
    }

    /// <summary>A person decided on a critical finding.</summary>
    public void CriticalDecided(string? shop, string? team, string critical, bool confirmed) =>
        Critical(_people.OfTeam(shop, team), critical, confirmed ? "confirmed" : "dismissed");

    /// <summary>A conversation's part of the service indicators.</summary>
    public void Served(ServiceFigures figures)
    {
        var person = _people.Of(figures.Shop, figures.Team, figures.Agent);
        var (shop, team, agent) = (Tag("shop", person.Shop), Tag("team", person.Team), Tag("agent", person.Agent));
        foreach (var first in figures.FirstReplies)
            _firstReply.Record(first.TotalSeconds, shop, team);
        foreach (var wait in figures.Replies)
        {
            _reply.Record(wait.TotalSeconds, shop, team);
            _agentReply.Add(wait.TotalSeconds, shop, team, agent);
        }

        Add(_rounds, figures.Replies.Count, shop, team, agent, Tag("outcome", "answered"));
        Add(_rounds, figures.Unanswered, shop, team, agent, Tag("outcome", "unanswered"));
        Add(_messages, figures.CustomerMessages, shop, team, agent, Tag("role", "customer"));
        Add(_messages, figures.AgentMessages, shop, team, agent, Tag("role", "agent"));
        foreach (var (profile, units, met) in figures.Profiles)
        {
            _units.Add(units, Tag("profile", profile), shop, team, agent);
            _unitsMet.Add(met, Tag("profile", profile), shop, team, agent);
        }
    }

    /// <param name="conversation">One of the batch, for whoever wants to know why it was slow; null: none.</param>
    public void BatchTook(BatchStage stage, TimeSpan took, string? conversation)
    {
        var label = Tag("stage", stage == BatchStage.Score ? "score" : "save");
        if (conversation is null)
            _batch.Record(took.TotalSeconds, label);
        else
            _batch.Record(took.TotalSeconds, label, Tag("conversation", conversation));
    }

    /// <summary>A piece of a source was kept.</summary>
    /// <param name="source">Its name in the settings, never a file's.</param>
    /// <param name="bytes">0 where nobody knows.</param>
    public void Kept(string source, long bytes, int duplicates, int setAside)
    {
        SourceWorks(source);
        _sources[source] = (Works: true, _time.GetUtcNow());
        var label = Tag("source", Own(source));
        _bytes.Add(bytes, label);
        _duplicates.Add(duplicates, label);
        _setAside.Add(setAside, label);
    }

    /// <summary>What waited had its turn and came to no score.</summary>
    public void KeptWaiting(int duplicates, int setAside)
    {
        _duplicates.Add(duplicates, Tag("source", WaitingRoom));
        _setAside.Add(setAside, Tag("source", WaitingRoom));
    }

    /// <summary>Somebody may bring conversations, whether or not they do. It is no source that is read, so it is neither up nor down.</summary>
    /// <param name="bringer"><c>api:</c> and the name of the key.</param>
    public void MayBring(string bringer)
    {
        if (!_sources.TryAdd(bringer, (null, null)))
            return;
        foreach (var counter in (Counter<long>[])[_bytes, _duplicates])
            counter.Add(0, Tag("source", bringer));
    }

    /// <summary>Conversations were brought, and were kept or known already.</summary>
    public void Brought(string bringer, long bytes, int duplicates)
    {
        MayBring(bringer);
        _sources[bringer] = (Works: null, _time.GetUtcNow());
        _bytes.Add(bytes, Tag("source", bringer));
        _duplicates.Add(duplicates, Tag("source", bringer));
    }

    /// <summary>A source is there, or works again; whether or not it gives anything.</summary>
    public void SourceWorks(string source)
    {
        if (_sources.TryAdd(source, (true, null)))
        {
            foreach (var counter in (Counter<long>[])[_sourceErrors, _bytes, _duplicates, _setAside])
                counter.Add(0, Tag("source", Own(source)));
        }
        else
        {
            _sources.AddOrUpdate(source, static _ => (true, null), static (_, known) => (true, known.Read));
        }
    }

    public void SourceFailed(string source)
    {
        SourceWorks(source);
        _sources.AddOrUpdate(source, static _ => (false, null), static (_, known) => (false, known.Read));
        _sourceErrors.Add(1, Tag("source", Own(source)));
    }

    /// <summary>The store answered, and this is what it said.</summary>
    public void StoreSaid(StoreFigures figures)
    {
        _store = figures;
        Volatile.Write(ref _storeUp, 1);
    }

    /// <summary>The store works again, or for the first time; it has not been asked for figures yet.</summary>
    public void StoreWorks() => Volatile.Write(ref _storeUp, 1);

    /// <summary>The store cannot be reached; what it said before is no longer shown. The quality windows are: they say when they were read.</summary>
    public void StoreFailed()
    {
        Volatile.Write(ref _storeUp, 0);
        _store = null;
        _storeErrors.Add(1);
    }

    public void LeaseLost(LeaseKind kind) => _leasesLost.Add(1, Tag("kind", Name(kind)));

    /// <summary>A language service is in use: what can become of requests and messages appears at 0.</summary>
    /// <param name="outcomes">All there are.</param>
    /// <param name="reasons">All there are for another model to answer.</param>
    public void UseLanguageService(IEnumerable<string> outcomes, IEnumerable<string> reasons)
    {
        _languageRecords.Add(0);
        LanguageAnswered(0, 0);
        foreach (var outcome in outcomes)
            _languageRequests.Add(0, Tag("outcome", outcome));
        foreach (var reason in reasons)
            LanguageFellBack(reason, 0);
    }

    /// <summary>A request to the language service ended.</summary>
    /// <param name="outcome">One of a short, closed list.</param>
    public void LanguageRequested(string outcome, int records, TimeSpan took)
    {
        _languageRequests.Add(1, Tag("outcome", outcome));
        _languageSeconds.Record(took.TotalSeconds);
        _languageRecords.Add(records);
    }

    public void LanguageAnswered(int byService, int fromCache)
    {
        _languageMessages.Add(byService, Tag("from", "service"));
        _languageMessages.Add(fromCache, Tag("from", "cache"));
    }

    /// <param name="reason">One of a short, closed list.</param>
    public void LanguageFellBack(string reason, int messages) => _languageFallbacks.Add(messages, Tag("reason", reason));

    /// <summary>How far the engine and people agree by now; it takes the place of what was known.</summary>
    public void Agreed(IReadOnlyList<AgreementFigures> agreement) => _agreement = agreement;

    /// <summary>Some figure could not be read for a scrape.</summary>
    public void ReadFailed() => _readErrors.Add(1);

    public void Dispose() => Meter.Dispose();

    private static double Scored(QualitySums sums) => sums.Scores == 0 ? double.NaN : sums.Scores;

    private static double Ranked(QualitySums sums) => sums.Scores == 0 ? double.NaN : sums.Ranked;

    private static double Known(QualitySums sums) => sums.Moods.Known == 0 ? double.NaN : sums.Moods.Known;

    private static double CameUnhappy(QualitySums sums) => sums.Moods.Known == 0 ? double.NaN : sums.Moods.CameUnhappy;

    private static double Calmed(QualitySums sums) => Share(sums.Moods.Recovered, sums.Moods.CameUnhappy);

    private static double Worsened(QualitySums sums) => Share(sums.Moods.Worsened, sums.Moods.Known);

    private static double LeftUnhappy(QualitySums sums) => Share(sums.Moods.LeftUnhappy, sums.Moods.Known);

    private static double MoodStart(QualitySums sums) => Share(sums.Moods.Start, sums.Moods.Known * 1_000);

    private static double MoodEnd(QualitySums sums) => Share(sums.Moods.End, sums.Moods.Known * 1_000);

    private static double Share(long part, long whole) => whole == 0 ? double.NaN : part / (double)whole;

    private static double PassRatio(QualitySums sums) => sums.Cases == 0 ? double.NaN : sums.Pass / (double)sums.Cases;

    private static QualityFigure Agents(bool perCriterion, Func<QualitySums, double> value) => new(static quality => quality.Agents, perCriterion, value);

    private static QualityFigure Teams(bool perCriterion, Func<QualitySums, double> value) => new(static quality => quality.Teams, perCriterion, value);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static void Add(Counter<long> counter, long value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (value > 0)
            counter.Add(value, tags);
    }

    private static IEnumerable<Measurement<double>> One(double value) => [new(value)];

    private static IEnumerable<Measurement<double>> Known(double? value) => value is { } known ? [new(known)] : [];

    private static Measurement<double> Of(double value, string label, string text) => new(value, Tag(label, text));

    private static string Name(LeaseKind kind) => kind == LeaseKind.Source ? "source" : "job";

    private static DateTimeOffset? LastTime(Conversation conversation)
    {
        for (var i = conversation.Messages.Count - 1; i >= 0; i--)
        {
            if (conversation.Messages[i].SentAt is { } time)
                return time;
        }

        return null;
    }

    private void Moved(Person person, MoodOutcome moved)
    {
        // All four at once: shares of them are wrong while one has no series, and the first is a rise only from 0.
        foreach (var outcome in Outcomes)
            _moods.Add(outcome == moved ? 1 : 0, Tag("shop", person.Shop), Tag("team", person.Team), Tag("agent", person.Agent), Tag("outcome", MoodOutcomeNames.Of(outcome)));
    }

    private void Critical(Person person, string critical, string state) =>
        _criticals.Add(1, Tag("shop", person.Shop), Tag("team", person.Team), Tag("critical", critical), Tag("state", state));

    private IEnumerable<Measurement<double>> Stored(Func<StoreFigures, double> figure) => _store is { } store ? One(figure(store)) : [];

    private double Oldest(StoreFigures store) => store.OldestDue is { } oldest ? Math.Max(0, (_time.GetUtcNow() - oldest).TotalSeconds) : 0;

    /// <summary>A source somebody gave the name of the waiting room is told apart from it.</summary>
    private static string Own(string source) => source == WaitingRoom ? source + " (name)" : source;

    private IEnumerable<Measurement<double>> Up() =>
        _sources.Where(static source => source.Value.Works is not null)
            .Select(static source => Of(source.Value.Works == true ? 1 : 0, "source", Own(source.Key)));

    private IEnumerable<Measurement<double>> LastRead() =>
        _sources.Where(static source => source.Value.Read is not null)
            .Select(static source => Of(source.Value.Read!.Value.ToUnixTimeMilliseconds() / 1000.0, "source", Own(source.Key)));

    private IEnumerable<Measurement<double>> Cut() =>
        _quality is { } quality ? [Of(quality.AgentsCut, "label", "agent"), Of(quality.TeamsCut, "label", "team")] : [];

    private IEnumerable<Measurement<double>> Criticals()
    {
        if (_store is not { Criticals.Count: > 0 } store)
            return [];
        var people = store.Criticals.GroupBy(one => _names.Of(null, one.Team, one.Agent))
            .Select(static same => (Person: same.Key, Suspected: same.Sum(static one => one.Suspected), Confirmed: same.Sum(static one => one.Confirmed)))
            .Where(static one => one.Suspected + one.Confirmed > 0).ToList();
        var choice = PeopleChoice.Of([.. people.Select(static one => (one.Person, one.Suspected + one.Confirmed))], _options);
        return people.GroupBy(one => choice[one.Person]).SelectMany(static same => ((string State, long Count)[])
            [("suspected", same.Sum(static one => one.Suspected)), ("confirmed", same.Sum(static one => one.Confirmed))],
            static (same, said) => new Measurement<double>(said.Count, Tag("team", same.Key.Team), Tag("agent", same.Key.Agent), Tag("state", said.State)));
    }

    private IEnumerable<Measurement<double>> RubricInfo() => _rubrics.Values.Select(static rubric => new Measurement<double>(
        1, Tag("rubric", rubric.Id), Tag("version", rubric.Version), Tag("language", rubric.Language), Tag("hash", rubric.Hash)));

    private IEnumerable<Measurement<double>> Agreement(Func<AgreementFigures, double?> figure) =>
        _agreement.Where(one => figure(one) is not null)
            .Select(one => new Measurement<double>(figure(one)!.Value, Tag("rubric", one.Rubric), Tag("criterion", one.Criterion)));

    private Counter<T> Counter<T>(string name, string? unit, string sentence, params string[] labels)
        where T : struct =>
        Declare(Meter.CreateCounter<T>(name, unit, sentence), labels);

    private Histogram<double> Histogram(string name, string unit, string sentence, double[] buckets, params string[] labels) =>
        Declare(Meter.CreateHistogram(name, unit, sentence, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets }), labels);

    private void Observed<T>(string name, string? unit, string sentence, Func<IEnumerable<Measurement<T>>> read, params string[] labels)
        where T : struct =>
        Declare(Meter.CreateObservableCounter(name, read, unit, sentence), labels);

    private void Gauge(string name, string? unit, string sentence, Func<IEnumerable<Measurement<double>>> read, params string[] labels) =>
        Declare(Meter.CreateObservableGauge(name, read, unit, sentence), labels);

    private void Info(string name, string sentence, Func<IEnumerable<Measurement<double>>> read, params string[] labels) => Gauge(name, null, sentence, read, labels);

    private void Window(string name, string unit, string sentence, QualityFigure figure)
    {
        string[] rows = name.StartsWith("qa_agent_", StringComparison.Ordinal) ? ["shop", "team", "agent"] : ["shop", "team"];
        var gauge = Meter.CreateObservableGauge(name, () => figure.Measurements(_quality), unit, sentence);
        _declared.Add(new MetricDeclaration(gauge, [.. rows, .. figure.PerCriterion ? (string[])["criterion"] : [], "window"], figure));
    }

    private T Declare<T>(T instrument, string[] labels)
        where T : Instrument
    {
        _declared.Add(new MetricDeclaration(instrument, labels));
        return instrument;
    }
}
