using System;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Who wants to know how the work goes. Called from several threads, but never twice at once.</summary>
internal interface IPipelineEvents
{
    /// <summary>There is something to read: so many bytes, 0 where nobody knows.</summary>
    void Found(long bytes);

    /// <summary>Something was kept, from so many of the bytes found.</summary>
    void Kept(Saved saved, long bytes);

    /// <summary>All that is there has been dealt with.</summary>
    void Drained();

    /// <summary>Something could not be read or kept, and why; it is tried again.</summary>
    /// <param name="where">The source's name, or <c>store</c>.</param>
    void Failed(string where, string problem);

    /// <summary>What failed works again.</summary>
    void Recovered(string where);
}
