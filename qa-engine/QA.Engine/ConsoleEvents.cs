using QA.Engine.Cli;
using QA.Engine.Pipeline;
using QA.Engine.Storage;

namespace QA.Engine;

/// <summary>Shows the worker's doings to whoever started it from a terminal.</summary>
internal sealed class ConsoleEvents(RunConsole console) : IPipelineEvents
{
    public void Found(long bytes) => console.Found(bytes);

    public void Kept(Saved saved, long bytes) => console.Kept(saved, bytes);

    public void Drained() => console.Drained();

    public void Failed(string where, string problem) => console.Failed(where, problem);

    public void Recovered(string where) => console.Recovered(where);
}
