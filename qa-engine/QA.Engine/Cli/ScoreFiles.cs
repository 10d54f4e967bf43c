using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using QA.Engine.Json;
using QA.Engine.Language;
using QA.Engine.Ordering;
using QA.Engine.Sources;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>Scores files and prints the results in the order of the lines, on any number of threads, without a store.</summary>
internal sealed class ScoreFiles(Terminal terminal, RubricSet rubrics, IScoreFormat format, ReadLimits limits, ChatMoods moods, int threads, TimeProvider time)
{
    public const string StandardInput = "-";
    private const string StandardInputName = "<stdin>";

    // What is printed is twenty to thirty times as long as what is read. Of chunks of this size it fits the buffers that are kept; of larger
    // ones each buffer was grown anew, and that was a seventh of all work.
    private const int ChunkBytes = 32 * 1024;
    private readonly ConcurrentBag<Utf8Output> _outputs = [];
    private IOException? _writeFailure;

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int Run(IReadOnlyList<string> files)
    {
        var readable = new List<string>();
        long bytes = 0;
        foreach (var file in files)
        {
            if (Problem(file) is { } problem)
            {
                terminal.Error.WriteLine(problem);
                continue;
            }

            readable.Add(file);
            bytes += file == StandardInput ? 0 : new FileInfo(file).Length;
        }

        if (readable.Count == 0)
            return ExitStatus.NothingDone;
        using var closed = new CancellationTokenSource();
        var progress = new WorkProgress(terminal, readable.Contains(StandardInput) ? 0 : bytes, time);
        var totals = default(ScoreTotals);
        if (!Frame(output => format.Begin(output)))
            return Unwritten();
        var work = new OrderedWork<Piece, Result>(
            () => new Worker(this).Do,
            result =>
            {
                totals += result.Totals;
                if (result.Problems.Count > 0)
                    progress.End();
                foreach (var problem in result.Problems)
                    terminal.Error.WriteLine(problem);
                if (!Print(result.Output))
                    closed.Cancel();
                _outputs.Add(result.Output);
                progress.Add(result.Bytes, result.Totals.Conversations);
            });
        try
        {
            work.Run(Pieces(readable), threads, closed.Token);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            return Unwritten();
        }
        finally
        {
            progress.End();
        }

        if (!Frame(output => format.End(totals, output)))
            return Unwritten();
        return totals.SetAside > 0 || readable.Count < files.Count ? ExitStatus.SomethingWrong : ExitStatus.Good;
    }

    private static string? Problem(string file)
    {
        if (file == StandardInput)
            return null;
        if (Directory.Exists(file))
            return $"{file}: is a folder; name the files in it, such as {Path.Combine(file, "*.jsonl")}";
        if (!File.Exists(file))
            return $"{file}: there is no such file; check the name";
        try
        {
            using var stream = File.OpenRead(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file}: cannot be read: {e.Message}; check that you may read it";
        }
    }

    private IEnumerable<Piece> Pieces(List<string> files)
    {
        foreach (var file in files)
        {
            var name = file == StandardInput ? StandardInputName : file;
            using var stream = file == StandardInput
                ? terminal.Input()
                : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            using var reader = new JsonLinesReader(stream, limits, chunkBytes: ChunkBytes);
            while (reader.Next(lastLineIsWhole: true) is { } lines)
                yield return new Piece(name, lines);
        }
    }

    private bool Frame(Action<Utf8Output> write)
    {
        var output = new Utf8Output();
        write(output);
        return Print(output);
    }

    private int Unwritten()
    {
        // Whoever read the output has seen enough (score … | head); a full disk is another matter.
        if (_writeFailure is not { } failure || IsClosedPipe(failure))
            return ExitStatus.Good;
        terminal.Error.WriteLine($"the output cannot be written: {failure.Message}; make room or write it elsewhere, and score again");
        return ExitStatus.NothingDone;
    }

    /// <summary>EPIPE, and the two names Windows has for it.</summary>
    public static bool IsClosedPipe(IOException failure) => failure.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    /// <summary>False where it cannot be written.</summary>
    private bool Print(Utf8Output output)
    {
        try
        {
            terminal.Output.Write(output.Written);
            terminal.Output.Flush();
            return true;
        }
        catch (IOException e)
        {
            _writeFailure = e;
            return false;
        }
    }

    private readonly record struct Piece(string File, LineChunk Lines);

    private readonly record struct Result(Utf8Output Output, List<string> Problems, ScoreTotals Totals, long Bytes);

    /// <summary>One thread's share.</summary>
    private sealed class Worker(ScoreFiles owner)
    {
        private readonly ConversationJson _json = new(owner.ReadLimits);

        public Result Do(Piece piece)
        {
            using var lines = piece.Lines;
            if (!owner._outputs.TryTake(out var output))
                output = new Utf8Output();
            output.Clear();
            var problems = new List<string>();
            var totals = default(ScoreTotals);
            if (lines.TooLong is not null)
                problems.Add($"{piece.File}:{lines.FirstLine}: {owner.ReadLimits.TooLong(lines.Bytes)}");
            foreach (var line in lines)
            {
                var reading = _json.Read(line.Bytes);
                if (!reading.IsGood)
                    problems.Add($"{piece.File}:{line.Number}: {reading.Problem}");
                else if (Failure(reading.Conversation, output, ref totals) is { } failure)
                    problems.Add($"{piece.File}:{line.Number}: {failure}");
            }

            return new Result(output, problems, totals with { SetAside = problems.Count }, lines.Bytes);
        }

        private string? Failure(Conversation chat, Utf8Output output, ref ScoreTotals totals)
        {
            if (owner.Rubrics.For(chat) is not { } rubric)
                return owner.Rubrics.NoRubric(chat);
            IReadOnlyList<Score> scores;
            try
            {
                chat = owner.Moods.Read(chat);
                scores = Scorer.Score(chat, rubric);
            }
            catch (RuleFailedException e)
            {
                return $"{e.Message}; mend the rule and score the line again";
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A bug on one chat; the others are innocent.
                return $"conversation '{chat.Id}' could not be scored: {e.GetType().Name}: {e.Message}; please report it";
            }

            totals += new ScoreTotals(1, scores.Count, 0, 0, 0);
            var receipt = Receipt.Of(chat, rubric);
            foreach (var score in scores)
            {
                owner.Format.Add(score, receipt, output);
                if (score.Total is { } total)
                    totals += new ScoreTotals(0, 0, total, 1, 0);
            }

            return null;
        }
    }

    private ReadLimits ReadLimits => limits;

    private ChatMoods Moods => moods;

    private RubricSet Rubrics => rubrics;

    private IScoreFormat Format => format;
}
