using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using QA.Engine.Cli;
using QA.Engine.Language;
using QA.Engine.Sources;
using QA.Scoring;

namespace QA.Benchmarks;

/// <summary>
/// Bytes a second of <c>score --format jsonl</c>, as a share of the bytes a second at which System.Text.Json alone parses the same
/// files on one thread: into documents that are looked into no further, and into conversations as objects. In turns, in one process.
/// </summary>
internal static class EndToEnd
{
    // The run time compiles hot code anew while it runs; until it has, it would be the compiler that is timed.
    private const int WarmUp = 4;
    private const int Rounds = 7;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static void Run(Rubric rubric, IReadOnlyList<string> paths, int repeat, TextWriter output)
    {
        var files = Enumerable.Repeat(paths, repeat).SelectMany(path => path).ToArray();
        var bytes = files.Sum(file => new FileInfo(file).Length);
        var lines = paths.SelectMany(File.ReadLines).Select(line => System.Text.Encoding.UTF8.GetBytes(line)).ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB of {lines.Length} conversations, read {repeat} times"));

        var parse = new List<double>();
        var read = new List<double>();
        var single = new List<double>();
        var all = new List<double>();
        long? written = null;
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var parsed = Time(() => Parse(lines, repeat));
            var objects = Time(() => Deserialize(lines, repeat));
            var one = Time(() => Check(Score(rubric, files, threads: 1)));
            var many = Time(() => Check(Score(rubric, files, Environment.ProcessorCount)));

            if (round < 0)
                continue;
            parse.Add(bytes / parsed);
            read.Add(bytes / objects);
            single.Add(bytes / one);
            all.Add(bytes / many);
        }

        foreach (var (name, baseline) in new[] { ("documents", parse), ("objects", read) })
        {
            Print($"System.Text.Json, {name}, one thread", baseline, baseline, output);
            Print("score --format jsonl --threads 1", single, baseline, output);
            Print($"score --format jsonl --threads {Environment.ProcessorCount}", all, baseline, output);
        }

        void Check(long length)
        {
            written ??= length;
            if (written != length)
                throw new InvalidOperationException("two runs wrote different lengths");
        }
    }

    private static void Print(string name, List<double> rates, List<double> baseline, TextWriter output)
    {
        var ratios = rates.Zip(baseline, (rate, parse) => rate / parse).Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-42} {rates.Order().ElementAt(rates.Count / 2) / 1e6,8:F1} MB/s   ratio {ratios[ratios.Length / 2]:F2} (min {ratios[0]:F2}, max {ratios[^1]:F2})"));
    }

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Parse(byte[][] lines, int repeat)
    {
        var messages = 0L;
        for (var i = 0; i < repeat; i++)
        {
            foreach (var line in lines)
            {
                using var document = JsonDocument.Parse(line);
                messages += document.RootElement.GetProperty("messages"u8).GetArrayLength();
            }
        }

        if (messages == 0)
            throw new InvalidOperationException("nothing was parsed");
    }

    private static void Deserialize(byte[][] lines, int repeat)
    {
        var messages = 0L;
        for (var i = 0; i < repeat; i++)
        {
            foreach (var line in lines)
                messages += JsonSerializer.Deserialize<Chat>(line, Options)!.Messages.Count;
        }

        if (messages == 0)
            throw new InvalidOperationException("nothing was parsed");
    }

    private static long Score(Rubric rubric, string[] files, int threads)
    {
        using var sink = new CountingStream();
        var terminal = new Terminal { Output = sink, Out = TextWriter.Null, Error = TextWriter.Null, Input = () => Stream.Null };
        var status = new ScoreFiles(terminal, new RubricSet(rubric), new ScoreJson(rubric), new ReadLimits(), new ChatMoods(new LocalSentimentModel()), threads, TimeProvider.System).Run(files);
        return status == ExitStatus.Good ? sink.Length : throw new InvalidOperationException($"scoring ended with {status}");
    }

    private sealed record Chat(string Id, string? Channel, List<ChatMessage> Messages);

    private sealed record ChatMessage(string Role, string Text, string? Sender, DateTimeOffset? Time);

    /// <summary>Takes everything and keeps only its length.</summary>
    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
            // Nothing is held back.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}
