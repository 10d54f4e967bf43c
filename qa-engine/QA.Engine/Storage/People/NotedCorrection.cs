using System.Data.Common;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>Notes the correction with the others of its score, and the decision with the critical finding.</summary>
internal sealed class NotedCorrection(IPeopleDatabase database) : IVerdictCorrection
{
    public bool Correct(DbConnection connection, AcceptedObjection accepted)
    {
        var objection = accepted.Objection;
        var values = new
        {
            score = objection.Score, conversation = database.Text(objection.Conversation), criterion = database.Text(objection.Criterion), comment = database.Text(accepted.Reason),
            account = accepted.Account, name = database.Text(accepted.Name), at = Instant.Of(accepted.At), machine = ScoreColumns.Letter(objection.Verdict).ToString(),
            verdict = ScoreColumns.Letter(objection.Wanted).ToString(), value = (long)accepted.Value,
        };
        if (objection.IsCritical)
        {
            return connection.Execute("UPDATE suspicions SET state = 'dismissed' WHERE score = @score AND critical = @criterion", values) == 1
                && connection.Execute(
                    """
                    INSERT INTO critical_decisions (score, conversation, critical, state, comment, account, name, at)
                    VALUES (@score, @conversation, @criterion, 'dismissed', @comment, @account, @name, @at)
                    """,
                    values) == 1;
        }

        return connection.Execute(
            """
            INSERT INTO corrections (score, conversation, criterion, machine, verdict, value, comment, account, name, at)
            VALUES (@score, @conversation, @criterion,
                    coalesce((SELECT machine FROM corrections WHERE score = @score AND criterion = @criterion ORDER BY number LIMIT 1), @machine),
                    @verdict, @value, @comment, @account, @name, @at)
            """,
            values) == 1;
    }
}
