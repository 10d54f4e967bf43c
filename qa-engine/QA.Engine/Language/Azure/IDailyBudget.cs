using System;

namespace QA.Engine.Language.Azure;

/// <summary>How many records may still be sent today. For any thread.</summary>
internal interface IDailyBudget
{
    /// <summary>Takes records before a request is sent.</summary>
    /// <returns>Null: so many are not left, or nobody can say whether they are; nothing is taken.</returns>
    TakenRecords? Take(int records);

    /// <summary>A request came to more or less than was taken for it: more may pass the limit, and then nothing is left. A day that is over is not changed.</summary>
    void Correct(TakenRecords taken, int records);
}

/// <param name="Day">When they were taken.</param>
internal readonly record struct TakenRecords(DateOnly Day, int Records);
