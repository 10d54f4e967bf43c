using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using QA.Engine.ApiKeys;
using QA.Engine.Settings;
using QA.Engine.Sources;
using QA.Engine.Sources.Http;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>It measures the memory of the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(HttpIntakeTests), DisableParallelization = true)]
public sealed class HttpIntakeAlone;

/// <summary><c>POST /api/conversations</c> through a real server on loopback.</summary>
[Collection(nameof(HttpIntakeTests))]
public sealed class HttpIntakeTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Intake _intake = new();
    private readonly Log _log = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(8) };
    private WebApplication? _app;
    private Uri _address = new("http://localhost");

    public ValueTask InitializeAsync() => Start(Options());

    [Fact]
    public async Task One_conversation_is_accepted_and_the_second_time_a_duplicate()
    {
        var (status, answer) = await Post(Chats.Line("c1"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"accepted":1,"duplicates":0,"invalid":0,"items":[{"index":0,"id":"c1","outcome":"accepted"}]}""", answer);
        (status, answer) = await Post(Chats.Line("c1"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"accepted":0,"duplicates":1,"invalid":0,"items":[{"index":0,"id":"c1","outcome":"duplicate"}]}""", answer);
        (_, answer) = await Post(Chats.Line("c1", "还有什么可以帮您"));
        Assert.Contains("\"accepted\":1", answer, StringComparison.Ordinal);
        Assert.Equal(["api:shop"], _intake.Origins);
    }

    [Theory]
    [InlineData("application/json", "[", ",\n", "]")]
    [InlineData("application/json; charset=utf-8", " [\n", ",", "\n]\n")]
    [InlineData("application/x-ndjson", "", "\n", "")]
    [InlineData("application/x-ndjson; charset=\"UTF-8\"", "\n", "\r\n\r\n", "\n")]
    [InlineData("application/jsonl", "", "\n", "\n")]
    public async Task Many_come_as_a_list_or_as_lines_and_each_gets_its_answer(string type, string before, string between, string after)
    {
        string[] items = [Chats.Line("c1"), """{"id":"c2"}""", Chats.Line("c1"), Chats.Line("c3")];
        var (status, answer) = await Post(before + string.Join(between, items) + after, type);
        Assert.Equal(HttpStatusCode.MultiStatus, status);
        using var json = JsonDocument.Parse(answer);
        Assert.Equal(2, json.RootElement.GetProperty("accepted").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("invalid").GetInt32());
        Assert.Equal(
            ["0 c1 accepted", "1  invalid", "2 c1 duplicate", "3 c3 accepted"],
            json.RootElement.GetProperty("items").EnumerateArray().Select(item =>
                $"{item.GetProperty("index")} {(item.TryGetProperty("id", out var id) ? id.GetString() : "")} {item.GetProperty("outcome")}"));
        Assert.Contains("'messages' is missing", json.RootElement.GetProperty("items")[1].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_breaks_in_the_middle_keeps_what_stands_before()
    {
        var (status, answer) = await Post($"[{Chats.Line("c1")},{Chats.Line("c2")}");
        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Contains("\"accepted\":2,\"duplicates\":0,\"invalid\":1", answer, StringComparison.Ordinal);
        Assert.Contains("the list does not end", answer, StringComparison.Ordinal);
        Assert.Equal(2, _intake.Kept.Count);
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/json", "nonsense")]
    [InlineData("application/json", "{\"id\":\"c1\"}")]
    [InlineData("application/json", "[{\"id\":")]
    [InlineData("application/x-ndjson", "nonsense\n\n{}\n")]
    public async Task A_body_of_which_nothing_can_be_read_is_a_bad_request(string type, string body)
    {
        var (status, answer) = await Post(body, type);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var problem = JsonDocument.Parse(answer);
        Assert.Equal(400, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        Assert.True(problem.RootElement.GetProperty("items").GetArrayLength() > 0);
        Assert.Empty(_intake.Kept);
    }

    [Theory]
    [InlineData("application/json", "[]")]
    [InlineData("application/x-ndjson", "\n\n")]
    public async Task Nothing_is_no_mistake(string type, string body)
    {
        var (status, answer) = await Post(body, type);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"accepted":0,"duplicates":0,"invalid":0,"items":[]}""", answer);
    }

    [Theory]
    [InlineData(null, null, 401, "Bearer realm")]
    [InlineData("Authorization", "Bearer wrong-key-wrong-key", 401, "invalid_token")]
    [InlineData("Authorization", "Bearer ", 401, "Bearer realm")]
    [InlineData("Authorization", "Basic " + Key, 401, "Bearer realm")]
    [InlineData("X-Api-Key", "a-key-of-the-test", 401, "invalid_token")]
    [InlineData("Authorization", "bearer " + Key, 200, null)]
    [InlineData("X-Api-Key", Key, 200, null)]
    [InlineData("X-Api-Key", "another-key-of-them", 200, null)]
    public async Task Only_who_has_a_key_may_send(string? header, string? value, int status, string? challenge)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = Content(Chats.Line("c1"), "application/json") };
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, _intake.Kept.Count);
        if (challenge is not null)
        {
            Assert.Contains(challenge, response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Without_any_key_nobody_may_send_and_the_answer_says_how_to_set_one()
    {
        await Start(Options() with { Keys = [] });
        var (status, answer) = await Post(Chats.Line("c1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("QA_Api__Keys__", answer, StringComparison.Ordinal);
        Assert.Empty(_intake.Kept);
    }

    [Fact]
    public async Task A_key_that_only_reads_brings_nothing()
    {
        await Start(ReadOptions(("Keys:shop:Key", Key), ("Keys:shop:Scopes:0", "read")).Options);
        var (status, answer) = await Post(Chats.Line("c1"));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Api:Keys:shop:Scopes", answer, StringComparison.Ordinal);
        Assert.Empty(_intake.Kept);
    }

    [Theory]
    [InlineData("text/plain", "")]
    [InlineData("application/json; charset=gbk", "")]
    [InlineData("application/json", "br")]
    public async Task What_cannot_be_read_by_its_type_is_refused(string type, string encoding)
    {
        using var content = Content(Chats.Line("c1"), type);
        if (encoding.Length > 0)
            content.Headers.ContentEncoding.Add(encoding);
        var (status, _) = await Post(content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Empty(_intake.Kept);
    }

    [Fact]
    public async Task Only_posting_is_possible()
    {
        using var response = await _client.GetAsync(_address);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_long_is_refused_whether_it_says_so_or_not(bool saysSo)
    {
        await Start(Options() with { MaxBodyBytes = 200_000 });
        var lines = string.Concat(Enumerable.Range(0, 10_000).Select(i => Chats.Line($"c{i}") + "\n"));
        using HttpContent content = saysSo ? Content(lines, "application/x-ndjson") : new StreamContent(new Chunked(Encoding.UTF8.GetBytes(lines)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        var (status, answer) = await Post(content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("Api:MaxBodyBytes", answer, StringComparison.Ordinal);
        Assert.InRange(_intake.Kept.Count, 0, 200_000 / Chats.Line("c1").Length);
    }

    [Fact]
    public async Task A_conversation_that_is_too_long_is_invalid_and_the_rest_is_kept()
    {
        await Start(Options(), new ReadLimits { MaxLineBytes = 1_000 });
        var (status, answer) = await Post($"[{Chats.Line("c1")},{Chats.Line("c2", new string('好', 500))},{Chats.Line("c3")}]");
        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Contains("the limit is 1000 (setting Read:MaxLineBytes)", answer, StringComparison.Ordinal);
        Assert.Equal(2, _intake.Kept.Count);
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_and_its_limit_is_on_what_comes_out()
    {
        await Start(Options() with { MaxBodyBytes = 5_000_000 });
        var (status, answer) = await Post(Packed(Encoding.UTF8.GetBytes(Chats.Line("c1") + "\n" + Chats.Line("c2"))));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"accepted\":2", answer, StringComparison.Ordinal);

        // 100 MB of blanks in 100 kB.
        (status, _) = await Post(Packed(Enumerable.Repeat((byte)' ', 100_000_000).ToArray()));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task A_body_that_is_not_packed_as_it_says_is_a_bad_request()
    {
        using var content = Content(Chats.Line("c1"), "application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        var (status, answer) = await Post(content);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("gzip", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_body_that_is_cut_off_is_a_bad_request_and_no_short_one()
    {
        var whole = await Packed(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 5_000).Select(i => Chats.Line($"c{i}"))))).ReadAsByteArrayAsync();
        foreach (var missing in (int[])[whole.Length / 2, 8, 1])
        {
            using var content = new ByteArrayContent(whole[..^missing]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            content.Headers.ContentEncoding.Add("gzip");
            var (status, answer) = await Post(content);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("cut off", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_store_that_is_down_asks_to_come_again()
    {
        _intake.Down = true;
        using var request = Request(Content(Chats.Line("c1"), "application/json"));
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Single(_log.Lines);
        Assert.DoesNotContain("您好", _log.Lines[0], StringComparison.Ordinal);
        _intake.Down = false;
        Assert.Equal(HttpStatusCode.OK, (await Post(Chats.Line("c1"))).Status);
    }

    [Fact]
    public async Task A_body_that_is_half_sent_keeps_what_was_kept_and_the_server_goes_on()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _address.Port);
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {_address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {Key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 60000000\r\n\r\n"));
            var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1_200).Select(i => Chats.Line($"c{i}") + "\n")));
            await stream.WriteAsync(lines);
            await stream.WriteAsync("{\"id\":\"half"u8.ToArray());
            for (var clock = Stopwatch.StartNew(); _intake.Kept.Count < 500 && clock.Elapsed < Patience;)
                await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        for (var clock = Stopwatch.StartNew(); _log.Lines.Count == 0 && clock.Elapsed < Patience;)
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        var line = Assert.Single(_log.Lines);
        Assert.Contains("of shop ended in the middle", line, StringComparison.Ordinal);
        Assert.InRange(_intake.Kept.Count, 500, 1_200);

        // Sent again as a whole: what was kept is known.
        var kept = _intake.Kept.Count;
        var (status, answer) = await Post(string.Join('\n', Enumerable.Range(0, 1_200).Select(i => Chats.Line($"c{i}"))), "application/x-ndjson");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"\"accepted\":{1_200 - kept},\"duplicates\":{kept},", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_caller_holds_nobody_up()
    {
        using var slow = new SlowContent();
        var waiting = Post(slow);
        await slow.Begun.Task.WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.OK, (await Post(Chats.Line("quick"))).Status);
        slow.Finish.SetResult();
        var (status, answer) = await waiting;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"accepted\":1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_the_same_twice_at_once_has_each_accepted_once()
    {
        var body = string.Join('\n', Enumerable.Range(0, 3_000).Select(i => Chats.Line($"c{i}")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post(body, "application/x-ndjson")));
        var accepted = 0;
        foreach (var (status, answer) in answers)
        {
            Assert.Equal(HttpStatusCode.OK, status);
            using var json = JsonDocument.Parse(answer);
            accepted += json.RootElement.GetProperty("accepted").GetInt32();
            Assert.Equal(3_000, json.RootElement.GetProperty("accepted").GetInt32() + json.RootElement.GetProperty("duplicates").GetInt32());
        }

        Assert.Equal(3_000, accepted);
    }

    [Fact]
    public async Task Of_many_items_only_those_with_something_to_say_are_listed()
    {
        var lines = Enumerable.Range(0, 1_000).Select(i => Chats.Line($"c{i}")).ToList();
        Assert.Equal(1_000, Listed((await Post(string.Join('\n', lines), "application/x-ndjson")).Answer));
        lines = [.. Enumerable.Range(0, 1_001).Select(i => Chats.Line($"d{i}")), "{}", Chats.Line("d7")];
        var (_, answer) = await Post(string.Join('\n', lines), "application/x-ndjson");
        Assert.Contains("\"accepted\":1001,\"duplicates\":1,\"invalid\":1,", answer, StringComparison.Ordinal);
        Assert.Equal(2, Listed(answer));
        (_, answer) = await Post(string.Concat(Enumerable.Repeat("x\n", 20_000)), "application/x-ndjson");
        Assert.Equal(10_000, Listed(answer));
        Assert.Contains("\"notListed\":10000", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_any_length_takes_little_memory()
    {
        await Start(Options() with { MaxBodyBytes = int.MaxValue });
        _intake.Remembers = false;
        using var content = new ManyLines(200_000_000);
        var (status, answer) = await Post(content);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"\"accepted\":{content.Lines},", answer, StringComparison.Ordinal);

        // The whole body would be 200 MB; what the server and this client hold is some portions.
        Assert.InRange(_intake.MemoryGrowth, 0, 20_000_000);
        Assert.InRange(_intake.LargestPortion, 100, BodyItems.ItemsAtOnce);
    }

    [Fact]
    public void Keys_come_as_they_are_or_as_their_hash()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("the key of the shop")));
        var (options, problems) = ReadOptions(("Keys:a", "the key of the shop"), ("Keys:b", "sha256:" + hash), ("Keys:c", "SHA256:" + hash.ToUpperInvariant()), ("MaxBodyBytes", "1000"));
        Assert.Empty(problems);
        Assert.Equal(["a", "b", "c"], options.Keys.Select(key => key.Name));
        Assert.All(options.Keys, key => Assert.Equal(options.Keys[0].Hash, key.Hash));
        Assert.Equal(1_000, options.MaxBodyBytes);
        Assert.NotNull(ApiKey.Find(options.Keys, "the key of the shop"));
        Assert.Null(ApiKey.Find(options.Keys, "the key of the Shop"));
        Assert.Null(ApiKey.Find(options.Keys, "sha256:" + hash));
    }

    [Fact]
    public void What_is_wrong_with_a_key_is_told_without_showing_it()
    {
        var (options, problems) = ReadOptions(("Keys:a", "short-key"), ("Keys:b", "sha256:0123"), ("Keys:c", ""), ("Keys:d", "sha256:" + new string('g', 64)), ("MaxBodyBytes", "0"));
        Assert.Empty(options.Keys);
        Assert.Equal(5, problems.Count);
        Assert.Contains(problems, problem => problem.StartsWith("Api:Keys:a: must be a key of at least 16 characters", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Api:Keys:b: must be sha256:", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("short-key", StringComparison.Ordinal) || problem.Contains("0123", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static HttpIntakeOptions Options() =>
        ReadOptions(("Keys:shop", Key), ("Keys:other", "another-key-of-them")).Options;

    private static (HttpIntakeOptions Options, IReadOnlyList<string> Problems) ReadOptions(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Api:" + setting.Key, (string?)setting.Value))).Build();
        var reader = new SettingReader(configuration.GetSection("Api"), "Api", []);
        var options = HttpIntakeOptions.Read(reader);
        reader.NoOthers();
        return (options, reader.Problems);
    }

    private static int Listed(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("items").GetArrayLength();
    }

    private static ByteArrayContent Content(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static ByteArrayContent Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private async ValueTask Start(HttpIntakeOptions options, ReadLimits? limits = null)
    {
        if (_app is not null)
            await _app.DisposeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            // Otherwise whoever stands still for five seconds, as a busy machine does, is hung up on.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        ConversationsEndpoint.Map(_app, _intake, options, limits ?? ReadLimits.Default, _log);
        await _app.StartAsync();
        _address = new Uri(new Uri(_app.Urls.First()), "/api/conversations");
    }

    private Task<(HttpStatusCode Status, string Answer)> Post(string body, string type = "application/json") => Post(Content(body, type));

    private HttpRequestMessage Request(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Add("X-Api-Key", Key);
        return request;
    }

    private async Task<(HttpStatusCode Status, string Answer)> Post(HttpContent content)
    {
        using var request = Request(content);
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Keeps in memory what reads as a conversation.</summary>
    private sealed class Intake : IIntake
    {
        private readonly ConcurrentDictionary<string, bool> _origins = new(StringComparer.Ordinal);

        private int _calls;

        private long _leastMemory = long.MaxValue;

        public bool Down { get; set; }

        public bool Remembers { get; set; } = true;

        public ConcurrentDictionary<string, bool> Kept { get; } = new(StringComparer.Ordinal);

        public IEnumerable<string> Origins => _origins.Keys;

        public int LargestPortion { get; private set; }

        /// <summary>By how many bytes the memory in use rose above the least seen before. What falls meanwhile, such as the pools that tests before this one filled, is not this stream's.</summary>
        public long MemoryGrowth { get; private set; }

        public IReadOnlyList<IntakeAnswer> Keep(string origin, IReadOnlyList<ReadOnlyMemory<byte>> items)
        {
            if (Down)
                throw new SourceException("the store cannot be reached");
            _origins[origin] = true;
            LargestPortion = Math.Max(LargestPortion, items.Count);
            if (!Remembers)
            {
                if (_calls++ % 40 == 0)
                {
                    var memory = GC.GetTotalMemory(forceFullCollection: true);
                    _leastMemory = Math.Min(_leastMemory, memory);
                    MemoryGrowth = Math.Max(MemoryGrowth, memory - _leastMemory);
                }

                return [.. items.Select(_ => new IntakeAnswer(IntakeOutcome.Accepted, "c", null))];
            }

            var json = new ConversationJson(ReadLimits.Default);
            return [.. items.Select(item =>
            {
                var reading = json.Read(item.Span);
                if (!reading.IsGood)
                    return new IntakeAnswer(IntakeOutcome.Invalid, null, reading.Problem);
                var id = reading.Conversation.Id;
                return new IntakeAnswer(Kept.TryAdd(Encoding.UTF8.GetString(item.Span).Trim(), true) ? IntakeOutcome.Accepted : IntakeOutcome.Duplicate, id, null);
            })];
        }
    }

    private sealed class Log : ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }

    /// <summary>A stream that does not say how long it is.</summary>
    private sealed class Chunked(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    private sealed class SlowContent : HttpContent
    {
        public SlowContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Finish { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var chat = Encoding.UTF8.GetBytes(Chats.Line("slow"));
            await stream.WriteAsync(chat.AsMemory(0, 10));
            await stream.FlushAsync();
            Begun.SetResult();
            await Finish.Task;
            await stream.WriteAsync(chat.AsMemory(10));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class ManyLines : HttpContent
    {
        private readonly byte[] _line = Encoding.UTF8.GetBytes(Chats.Line("c1", new string('好', 200)) + "\n");

        public ManyLines(long bytes)
        {
            Lines = bytes / _line.Length;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        public long Lines { get; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0L; i < Lines; i++)
                await stream.WriteAsync(_line);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
