using System;
using System.Globalization;
using System.Text;
using QA.Engine.Sources;
using QA.Engine.Storage;

namespace QA.Engine.Cli;

/// <summary><c>dead-letters</c> and <c>jobs</c>: what could not be scored, and what scores the past.</summary>
internal sealed class JobCommands(Terminal terminal, IScoreStore store, ReadLimits limits, TimeProvider time)
{
    private const int Shown = 100;

    public int Jobs()
    {
        foreach (var job in store.Jobs(Shown))
        {
            var request = job.Request;
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{job.Number}  {(job.State == JobState.Finished ? "finished" : "running")}  {job.Done:N0} of {job.Total:N0}  {request.Since?.ToString("O", CultureInfo.InvariantCulture) ?? "…"} – {request.Until?.ToString("O", CultureInfo.InvariantCulture) ?? "…"}  {(request.Official ? "official" : "beside")}  {request.Rubric}"));
        }

        return ExitStatus.Good;
    }

    /// <param name="before">Only those with a smaller number; null: from the newest.</param>
    public int List(int most, long? before)
    {
        var letters = store.DeadLetters(most, before);
        foreach (var letter in letters)
        {
            var item = letter.Item;
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{letter.Number}  {letter.At:yyyy-MM-dd HH:mm:ss}Z  {SafeText.Of(Place(item))}  {SafeText.Of(item.Conversation ?? "–")}  {SafeText.Of(item.Reason)}"));
        }

        if (letters.Count == most)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"there may be more: go on with --before {letters[^1].Number}"));
        return ExitStatus.Good;
    }

    public int Show(long number)
    {
        if (Find(number) is not { } letter)
            return ExitStatus.NothingDone;
        var item = letter.Item;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{letter.Number}, set aside {letter.At:yyyy-MM-dd HH:mm:ss}Z"));
        terminal.Out.WriteLine($"from:         {SafeText.Of(Place(item))}");
        terminal.Out.WriteLine($"conversation: {SafeText.Of(item.Conversation ?? "–")}");
        terminal.Out.WriteLine($"reason:       {SafeText.Of(item.Reason)}");
        terminal.Out.WriteLine(item.Content is { } content
            ? SafeText.Of(Encoding.UTF8.GetString(content))
            : string.Create(CultureInfo.InvariantCulture, $"its {item.Length:N0} bytes were not kept; they are where they came from"));
        return ExitStatus.Good;
    }

    public int Retry(long number)
    {
        if (Find(number) is not { } letter)
            return ExitStatus.NothingDone;
        if (letter.Item.Content is not { } content)
        {
            terminal.Error.WriteLine($"{number}: its content was not kept; send it again from {SafeText.Of(letter.Item.Source)}");
            return ExitStatus.NothingDone;
        }

        var reading = new ConversationJson(limits).Read(content);
        if (!reading.IsGood)
        {
            terminal.Error.WriteLine($"{number}: it still is no conversation: {SafeText.Of(reading.Problem)}; mend it where it came from and send it again");
            return ExitStatus.SomethingWrong;
        }

        var chat = reading.Conversation;
        var now = time.GetUtcNow();
        var again = new PendingConversation(letter.Item.Source, letter.Item.Line, chat.Id, new ContentHash().Of(chat), now, content) { Order = RevisionOrder.Of(chat, now) };
        if (!store.Retry(number, again))
        {
            terminal.Error.WriteLine($"{number}: it is no longer on the list");
            return ExitStatus.NothingDone;
        }

        terminal.Out.WriteLine($"{number}: conversation {SafeText.Of(chat.Id)} waits for a worker");
        return ExitStatus.Good;
    }

    /// <summary>Retries everything on the list whose content was kept; what still is no conversation stays, with its reason on standard error.</summary>
    public int RetryAll()
    {
        var status = ExitStatus.Good;
        long? before = null;
        while (store.DeadLetters(Shown, before) is { Count: > 0 } letters)
        {
            foreach (var letter in letters)
                status = Math.Max(status, Retry(letter.Number) == ExitStatus.Good ? ExitStatus.Good : ExitStatus.SomethingWrong);
            before = letters[^1].Number;
        }

        return status;
    }

    private DeadLetter? Find(long number)
    {
        var letter = store.DeadLetter(number);
        if (letter is null)
            terminal.Error.WriteLine($"{number}: there is nothing of that number on the list; say dead-letters list to see it");
        return letter;
    }

    private static string Place(SetAside item) => item.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{item.Source}:{item.Line}") : item.Source;
}
