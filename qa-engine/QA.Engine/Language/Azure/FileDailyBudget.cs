using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;

namespace QA.Engine.Language.Azure;

/// <summary>
/// Counts records in a small file, so that the count survives a restart. The file is written before a request is sent: what is lost in a crash was never sent.
/// </summary>
/// <remarks>
/// Processes with the same file share its count: each change is read, checked and written under a lock. Workers on several machines have a file each; the limit is then
/// one for each of them. A file that cannot be read or written gives nothing out: a limit on money that forgets is none.
/// </remarks>
/// <param name="path">Holds one line: the day and the records spent on it.</param>
/// <param name="recordsADay">The limit.</param>
/// <param name="zone">Where days begin.</param>
internal sealed class FileDailyBudget(string path, int recordsADay, TimeZoneInfo zone, TimeProvider time) : IDailyBudget
{
    /// <summary>Its name in the data folder.</summary>
    public const string Name = "language-records.txt";

    private const int LockTries = 100;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);
    private readonly Lock _gate = new();
    private (DateOnly Day, long Spent) _known;

    public TakenRecords? Take(int records)
    {
        var today = Today();
        lock (_gate)
        {
            // Others only add to it, so what is spent here needs no look into the file.
            if (_known.Day == today && _known.Spent + records > recordsADay)
                return null;
            return Change(today, spent => spent + records <= recordsADay ? spent + records : null) ? new TakenRecords(today, records) : null;
        }
    }

    public void Correct(TakenRecords taken, int records)
    {
        if (records == taken.Records)
            return;
        lock (_gate)
        {
            if (Today() == taken.Day)
                Change(taken.Day, spent => Math.Max(0, spent + records - taken.Records));
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);

    private bool Change(DateOnly today, Func<long, long?> change)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var alone = Alone();
            if (alone is null || Read(today) is not { } spent)
                return false;
            _known = (today, spent);
            if (change(spent) is not { } changed)
                return false;
            Write(today, changed);
            _known = (today, changed);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A file beside the count is held open: the count itself is replaced, and a lock on it would be replaced as well.</summary>
    private FileStream? Alone()
    {
        for (var left = LockTries; ; left--)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (left > 0)
            {
                // Another process writes its line; that takes milliseconds.
                Thread.Sleep(LockPause);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <returns>Null: there is a count that cannot be understood.</returns>
    private long? Read(DateOnly today)
    {
        if (!File.Exists(path))
            return 0;
        if (File.ReadAllText(path).TrimEnd('\n').Split(' ') is not [var day, var spent]
            || !DateOnly.TryParseExact(day, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of)
            || !long.TryParse(spent, NumberStyles.None, CultureInfo.InvariantCulture, out var records))
        {
            return null;
        }

        return of == today ? records : 0;
    }

    private void Write(DateOnly today, long spent)
    {
        // A whole line under another name first: a crash leaves the old count or the new one.
        var draft = path + ".part";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{today:O} {spent}\n")));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
