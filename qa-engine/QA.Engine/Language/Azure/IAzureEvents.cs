using System;

namespace QA.Engine.Language.Azure;

/// <summary>Who wants to know how the Language service does. Called from any thread, also at once.</summary>
internal interface IAzureEvents
{
    /// <summary>A request ended.</summary>
    /// <param name="records">What it counted against the day's limit.</param>
    /// <param name="problem">See <see cref="AzureReply.Problem"/>.</param>
    void Requested(AzureOutcome outcome, int records, TimeSpan took, string? problem);

    /// <summary>So many messages were answered by the service, and so many out of the cache.</summary>
    void Answered(int byService, int fromCache);

    /// <summary>The model behind it answered so many messages.</summary>
    void FellBack(InsteadReason reason, int messages);
}
