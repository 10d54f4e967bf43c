using System;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Who wants to know how the work goes; never called twice at once.</summary>
/// <param name="Found">There is something to read: so many bytes.</param>
/// <param name="Kept">Something was kept, from so many of the bytes found.</param>
/// <param name="Drained">All that is there has been dealt with.</param>
/// <param name="Unreadable">Something could not be read, and why; it is tried again.</param>
internal sealed record PipelineEvents(Action<long> Found, Action<Saved, long> Kept, Action Drained, Action<string> Unreadable);
