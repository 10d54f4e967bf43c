using System;
using System.Threading;
using QA.Engine.Language.Azure;

namespace QA.Engine.Tests.Support;

/// <summary>Counts records in memory.</summary>
/// <param name="recordsADay">The limit.</param>
/// <param name="zone">Where days begin.</param>
internal sealed class MemoryDailyBudget(int recordsADay, TimeZoneInfo zone, TimeProvider time) : IDailyBudget
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private long _spent;

    public TakenRecords? Take(int records)
    {
        lock (_gate)
        {
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
            if (today != _day)
                (_day, _spent) = (today, 0);
            if (_spent + records > recordsADay)
                return null;
            _spent += records;
            return new TakenRecords(today, records);
        }
    }

    public void Correct(TakenRecords taken, int records)
    {
        lock (_gate)
        {
            if (taken.Day == _day)
                _spent = Math.Max(0, _spent + records - taken.Records);
        }
    }
}
