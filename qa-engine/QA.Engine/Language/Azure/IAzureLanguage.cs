using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Language.Azure;

/// <summary>One request to the Language service of Azure: texts in, an answer for each or a reason why not out.</summary>
internal interface IAzureLanguage
{
    /// <summary>Sends one request, once. Throws only when it is cancelled.</summary>
    /// <param name="documents">At most <see cref="MessagePieces.MostInARequest"/>, each no longer than a piece; already redacted.</param>
    ValueTask<AzureReply> Analyze(IReadOnlyList<AzureDocument> documents, CancellationToken stop);
}

/// <param name="Language">As the service calls it: <c>zh-hans</c>, <c>en</c>.</param>
internal readonly record struct AzureDocument(string Text, string Language);
