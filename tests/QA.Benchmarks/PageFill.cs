using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Npgsql;
using QA.Engine.Pipeline;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Scoring;
using QA.Scoring.Indicators;
using QA.Scoring.Text;

namespace QA.Benchmarks;

/// <summary>
/// Fills a PostgreSQL store quickly with chats that look like real ones: some thousand of the sample's, scored once, copied under other ids, agents, days
/// and with other words in them, sent by COPY day by day. Roll-ups and the search index are those that saving would have made.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "The same numbers each time; nothing here is secret.")]
internal sealed class PageFill(string postgres, Rubric rubric, DateOnly lastDay)
{
    public const int Days = 90;
    public const int Teams = 40;
    public const int Agents = 2_000;

    /// <summary>Stands in one of a thousand chats.</summary>
    public const string Medium = "碧螺春茶";

    /// <summary>Stands in one of a hundred thousand.</summary>
    public const string Rare = "琉璃鹦鹉";

    private const int Templates = 3_000;
    private readonly Random _random = new(1);

    public static string Agent(int number) => string.Create(CultureInfo.InvariantCulture, $"客服{number:0000}");

    public static string Team(int agent) => string.Create(CultureInfo.InvariantCulture, $"第{(agent % Teams) + 1:00}组");

    public static string Shop(int agent) => string.Create(CultureInfo.InvariantCulture, $"旗舰店{(agent % 7) + 1}");

    public void Run(int conversations, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        using var connections = new PostgresConnections(postgres);
        var vocabulary = new PostgresVocabulary(connections);
        vocabulary.Use(rubric, "text");
        var templates = Read(vocabulary);
        var months = new PostgresPartitions(connections);
        months.Make(Enumerable.Range(0, Days).Select(back => lastDay.AddDays(-back)));

        // Built at once it takes a fraction of what adding to it row by row does.
        Execute(connections, "DROP INDEX qa.search_tokens");
        for (var day = 0; day < Days; day++)
        {
            var first = (int)((long)conversations * day / Days);
            new Day(this, connections, vocabulary, lastDay.AddDays(day + 1 - Days)).Send(templates, first, (int)((long)conversations * (day + 1) / Days));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{conversations:N0} conversations of {Agents:N0} agents in {Teams} teams over {Days} days, filled in {clock.Elapsed.TotalSeconds:F0} s"));
        clock.Restart();
        Execute(connections, "SET maintenance_work_mem = '1GB'; CREATE INDEX search_tokens ON qa.search USING gin (tokens) WITH (gin_pending_list_limit = 512); RESET maintenance_work_mem");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"index on tokens: {clock.Elapsed.TotalSeconds:F0} s"));
    }

    private static void Execute(PostgresConnections connections, string sql) => connections.Use(connection =>
    {
        foreach (var statement in sql.Split(';'))
        {
            using var command = connection.Command("SET statement_timeout = 0");
            command.ExecuteNonQuery();
            using var work = connection.Command(statement);
            work.CommandTimeout = 0;
            work.ExecuteNonQuery();
        }

        return true;
    });

    private List<Template> Read(PostgresVocabulary vocabulary)
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, Templates, 5, SampleShop.DefaultLastDay);
        var reader = new ConversationJson(ReadLimits.Default);
        var documents = new ScoreDocument();
        var templates = new List<Template>();
        foreach (var line in Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var chat = LocalSentiment.Read(reader.Read(Encoding.UTF8.GetBytes(line)).Conversation ?? throw new InvalidDataException("the sample is broken"));
            var scores = Scorer.Score(chat, rubric);
            if (scores.Count > 0 && chat.Messages[^1].SentAt is not null)
                templates.Add(new Template(chat, [.. scores.Select(score => new TemplateScore(score, ScoreColumns.Verdicts(score), documents.Write(score, vocabulary.Number).ToArray()))]));
        }

        return templates;
    }

    private sealed record Template(Conversation Chat, IReadOnlyList<TemplateScore> Scores);

    private sealed record TemplateScore(Score Score, string Letters, byte[] Document);

    /// <summary>The conversations of one day.</summary>
    private sealed class Day(PageFill fill, PostgresConnections connections, PostgresVocabulary vocabulary, DateOnly day)
    {
        private readonly CopyRows _known = new();
        private readonly CopyRows _conversations = new();
        private readonly CopyRows _scores = new();
        private readonly CopyRows _suspicions = new();
        private readonly CopyRows _search = new();
        private readonly RollupSum _sums = new();
        private readonly ServiceCounts _service = new();
        private readonly ServiceParts _parts = new(ServiceProfiles.BuiltIn);
        private readonly ConversationDocument _document = new();
        private readonly PostgresRubric _rubric = vocabulary.Rubric(fill.Rubric.Hash)!;
        private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
        private int _sent;

        public void Send(List<Template> templates, int from, int to)
        {
            for (var i = from; i < to; i++)
                Add(templates[fill._random.Next(templates.Count)], i);
            var deltas = new RollupDeltaRows();
            deltas.Add(_sums);
            connections.Transact(connection =>
            {
                _known.SendTo(connection, "COPY known (id, hash, revision, number, day, scores_from, scores_to, messages, latest, closed) FROM STDIN (FORMAT BINARY)");
                _conversations.SendTo(connection, "COPY conversations (day, number, line, taken_at, revision, id, source, document, service) FROM STDIN (FORMAT BINARY)");
                _scores.SendTo(
                    connection,
                    """
                    COPY scores (day, rubric, number, conversation, happened_at, scored_at, session, sessions, message_from, message_to, total, uncapped, base,
                                 band, official, passed, first, standing, shop, team, agent, scenario, receipt, verdicts, document,
                                 mood_start, mood_end, mood_turns) FROM STDIN (FORMAT BINARY)
                    """);
                _suspicions.SendTo(connection, "COPY suspicions (score, day, cap, official, standing, critical, team, agent) FROM STDIN (FORMAT BINARY)");
                PostgresSearchIndex.SendTo(_search, connection);
                deltas.SendTo(connection);
                PostgresService.Append(connection, _service);
                return connection.Run("INSERT INTO counter_deltas (conversations, scores, duplicates) VALUES ($1, $2, 0)", to - from, _sent);
            });
        }

        private void Add(Template template, int i)
        {
            // Numbers that the store's own never reach: its sequence begins at 1 and goes up.
            var number = 1_000_000_000L + (i * 10L);
            var agent = fill._random.Next(Agents);
            var shift = day.DayNumber - DateOnly.FromDateTime(template.Chat.Messages[^1].SentAt!.Value.DateTime).DayNumber;
            var chat = Copy(template.Chat, string.Create(CultureInfo.InvariantCulture, $"chat-{i}"), agent, TimeSpan.FromDays(shift), i);
            _known.Row(10).Text(chat.Id).Bytes(BitConverter.GetBytes((long)i)).Int(1).Long(number).Day(day).Day(day).Day(day).Int(chat.Messages.Count).Bool(true).Bool(true);
            var service = _parts.Of(chat, []).Select(part => part.Key.Agent.Length == 0 ? part : part with { Key = part.Key with { Team = Team(agent) } }).ToList();
            foreach (var part in service)
                _service.Add(part);
            _conversations.Row(9).Day(day).Long(number).Long(i).Moment(_now).Int(1).Text(chat.Id).Text("benchmark").Bytes(_document.Write(chat).Span).Bytes(ServiceCounts.Keyed(service));
            for (var k = 0; k < template.Scores.Count && k < 9; k++)
                Add(template.Scores[k], chat, new ScoreKey(day, number + 1 + k, number, day), agent, k, TimeSpan.FromDays(shift));
        }

        private void Add(TemplateScore template, Conversation chat, ScoreKey key, int agent, int place, TimeSpan shift)
        {
            var score = template.Score;
            var name = score.Agent is null ? "" : Agent((agent + place) % Agents);
            var (shop, team) = (Shop(agent), score.Agent is null ? "" : Team(agent));
            var standing = ScoreColumns.Standing(score.Standing);
            var happened = StoreDay.HappenedAt(score) + shift;
            _scores.Row(28).Day(day).Int(_rubric.Number).Long(key.Number).Long(key.Chat).Moment(happened).Moment(_now).Int(score.Session).Int(score.Sessions)
                .Int(score.Messages.From).Int(score.Messages.To).Int(score.Total).Int(score.Uncapped).Int(score.Base)
                .Long(score.Band is { } band ? vocabulary.Number(band.Title) : null).Bool(true).Bool(score.Passed).Bool(true).Text(standing).Text(shop).Text(team).Text(name)
                .Text(score.Scenario?.Id).Text("receipt").Text(template.Letters).Bytes(template.Document)
                .Int(score.Mood?.Start).Int(score.Mood?.End).Int(score.Mood?.Turns);
            foreach (var (critical, _) in score.Suspicions)
                _suspicions.Row(8).Long(key.Number).Day(day).Int(critical.Cap).Bool(true).Text(standing).Text(critical.Id).Text(team).Text(name);
            _sums.Add(new CountedScore(day, shop, team, name, _rubric.Number, _rubric.Names.Criteria.Count, true, score.Standing, score.Uncapped, score.Mood), score);
            var listed = new ListedScore
            {
                Number = key.Number, Conversation = chat.Id, Day = day, HappenedAt = happened, ScoredAt = _now, Shop = shop, Team = team, Agent = name, Scenario = score.Scenario?.Id,
                Standing = score.Standing, Total = score.Total, Band = null, Passed = score.Passed, RubricId = _rubric.Id, RubricHash = _rubric.Hash, Criteria = _rubric.Names.Criteria,
                Letters = template.Letters, Criticals = [.. score.Suspicions.Select(static one => new ListedCritical(one.Critical.Id, StoredSuspicion.Suspected))], Mood = score.Mood, Decided = false, Official = true,
                Sessions = score.Sessions, MessageFrom = score.Messages.From, MessageTo = score.Messages.To,
            };
            PostgresSearchIndex.Add(_search, key, listed, SearchTokens.Of(listed, chat));
            _sent++;
        }

        private Conversation Copy(Conversation chat, string id, int agent, TimeSpan shift, int i)
        {
            var agents = new Dictionary<string, int>(StringComparer.Ordinal);
            var messages = new Message[chat.Messages.Count];
            var marked = false;
            for (var k = 0; k < messages.Length; k++)
            {
                var message = chat.Messages[k];
                var text = message.Text;
                if (!marked && message.Speaker == Speaker.Customer)
                {
                    marked = true;
                    text += Words(i);
                }

                var sender = message.Sender;
                var team = message.Team;
                if (message.Speaker == Speaker.Agent && sender is not null)
                {
                    if (!agents.TryGetValue(sender, out var place))
                        agents.Add(sender, place = agents.Count);
                    (sender, team) = (Agent((agent + place) % Agents), Team(agent));
                }

                messages[k] = message with { Text = text, Sender = sender, Team = team, SentAt = message.SentAt + shift };
            }

            return new Conversation(id, messages)
            {
                Channel = chat.Channel, Shop = Shop(agent), Customer = chat.Customer, Opened = chat.Opened + shift, Closed = chat.Closed + shift, Attributes = chat.Attributes,
            };
        }

        /// <summary>What no other chat says: a product, an order, and now and then the words that are searched for.</summary>
        private string Words(int i)
        {
            Span<char> product = stackalloc char[4];
            foreach (ref var character in product)
                character = (char)('一' + (int)(Math.Pow(fill._random.NextDouble(), 2) * 6_000));
            var rare = i % 100_000 == 77 ? Rare : i % 1_000 == 5 ? Medium : "";
            return string.Create(CultureInfo.InvariantCulture, $",{product}尾号{fill._random.Next(10_000):0000}{rare}");
        }
    }

    private Rubric Rubric => rubric;
}
