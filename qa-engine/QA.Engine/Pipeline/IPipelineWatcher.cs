using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Is told how the work goes; never called twice at once.</summary>
internal interface IPipelineWatcher
{
    /// <summary>There is something to read.</summary>
    void Found(long bytes);

    /// <summary>Something was kept.</summary>
    /// <param name="bytes">How much of what was found it came from.</param>
    void Kept(Saved saved, long bytes);

    /// <summary>All that is there has been dealt with.</summary>
    void Drained();

    /// <summary>Something could not be read; it is tried again.</summary>
    void Unreadable(string problem);
}
