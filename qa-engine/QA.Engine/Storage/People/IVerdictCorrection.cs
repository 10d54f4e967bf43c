using System;
using System.Data.Common;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>An objection that a supervisor accepts.</summary>
/// <param name="Value">Of the verdict the agent wanted, in millionths of the weight.</param>
/// <param name="Reason">The supervisor's, which is the correction's comment.</param>
/// <param name="By">Who accepts.</param>
/// <param name="Rubric">The very version that made the score; null: it is no longer in use.</param>
internal sealed record AcceptedObjection(Objection Objection, int Value, string Reason, Account By, Rubric? Rubric);

/// <summary>
/// Puts a person's verdict beside the machine's because an objection was accepted: of a criterion the verdict that was wanted, of a critical finding that it is
/// dismissed. From then on the person's counts, in the score and in every sum.
/// </summary>
internal interface IVerdictCorrection
{
    /// <param name="answer">
    /// Answers the objection over the connection it is given, in the transaction of the correction, so that there is never one without the other. False: it was no
    /// longer open; then nothing is kept. It may be called again from the start.
    /// </param>
    ReviewAnswer Correct(AcceptedObjection accepted, Func<DbConnection, bool> answer);
}
