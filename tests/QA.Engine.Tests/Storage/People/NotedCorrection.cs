using System;
using System.Data.Common;
using Dapper;
using QA.Engine.Storage;
using QA.Engine.Storage.People;

namespace QA.Engine.Tests.Storage.People;

/// <summary>Notes what is accepted without a score to count anew: objections alone are looked at here, and may be about scores that nobody kept.</summary>
internal sealed class NotedCorrection(IPeopleDatabase database) : IVerdictCorrection
{
    public ReviewAnswer Correct(AcceptedObjection accepted, Func<DbConnection, bool> answer) => database.Write(connection =>
    {
        var objection = accepted.Objection;
        if (objection.IsCritical && connection.ExecuteScalar<long>("SELECT COUNT(*) FROM suspicions WHERE score = @Score AND critical = @Criterion", new { objection.Score, objection.Criterion }) == 0)
            return ReviewAnswer.Missing;
        if (!answer(connection))
            return ReviewAnswer.Overtaken;
        var values = new
        {
            score = objection.Score, conversation = database.Text(objection.Conversation), criterion = database.Text(objection.Criterion), comment = database.Text(accepted.Reason),
            account = accepted.By.Number, name = database.Text(accepted.By.Display), machine = ScoreColumns.Letter(objection.Verdict).ToString(),
            verdict = ScoreColumns.Letter(objection.Wanted).ToString(), value = (long)accepted.Value,
        };
        if (objection.IsCritical)
        {
            connection.Execute("UPDATE suspicions SET state = 'dismissed' WHERE score = @score AND critical = @criterion", values);
            connection.Execute(
                """
                INSERT INTO critical_decisions (score, day, conversation, critical, state, comment, account, name, at)
                VALUES (@score, 20260302, @conversation, @criterion, 'dismissed', @comment, @account, @name, 0)
                """,
                values);
        }
        else
        {
            connection.Execute(
                """
                INSERT INTO corrections (score, day, conversation, criterion, machine, verdict, value, comment, account, name, at)
                VALUES (@score, 20260302, @conversation, @criterion, @machine, @verdict, @value, @comment, @account, @name, 0)
                """,
                values);
        }

        return ReviewAnswer.Done;
    });
}
