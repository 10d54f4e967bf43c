using System;
using System.Data.Common;

namespace QA.Engine.Storage.People;

/// <summary>An objection that a supervisor accepts.</summary>
/// <param name="Value">Of the verdict the agent wanted, in millionths of the weight.</param>
/// <param name="Reason">The supervisor's, which is the correction's comment.</param>
/// <param name="Account">Who accepts.</param>
/// <param name="Name">What others see of that account.</param>
public sealed record AcceptedObjection(Objection Objection, int Value, string Reason, long Account, string Name, DateTimeOffset At);

/// <summary>
/// Puts a person's verdict beside the machine's because an objection was accepted: of a criterion the verdict that was wanted, of a critical finding that it is
/// dismissed. From then on the person's counts, in the score and in every sum.
/// </summary>
internal interface IVerdictCorrection
{
    /// <summary>
    /// Called inside the transaction that answers the objection, so that there is never one without the other: it neither commits nor rolls back, opens no
    /// transaction of its own, and may be called again from the start.
    /// </summary>
    /// <param name="connection">Where all statements go.</param>
    /// <returns>False: it cannot be made, because the score is gone or its rubric no longer says what the verdict would be worth; nothing was changed.</returns>
    bool Correct(DbConnection connection, AcceptedObjection accepted);
}
