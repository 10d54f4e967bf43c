using System;
using System.Globalization;
using QA.Engine.Storage;

namespace QA.Engine.Cli;

/// <summary>What a person sees while the past is scored.</summary>
internal sealed class RescoreConsole(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private WorkProgress? _progress;
    private long _shown;
    private long _lastWord;

    public void Show(Job job, bool waiting)
    {
        if (_progress is null)
        {
            _progress = new WorkProgress(terminal, job.Total, time);
            _progress.Add(job.Done, job.Done);
            _shown = job.Done;
        }

        _progress.Add(job.Done - _shown, job.Done - _shown);
        _shown = job.Done;
        if (terminal.Progress || time.GetElapsedTime(_lastWord) < Between)
            return;
        _lastWord = time.GetTimestamp();
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"job {job.Number}: {job.Done:N0} of {job.Total:N0} conversations{(waiting ? ", live chats go first" : "")}"));
    }

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int End(Job? job)
    {
        _progress?.End();
        if (job is null)
        {
            terminal.Error.WriteLine("another process is working on this job; say jobs to see how far it is");
            return ExitStatus.NothingDone;
        }

        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"job {job.Number} finished: {job.Done:N0} conversations scored under {job.Request.Rubric}"));
        return ExitStatus.Good;
    }

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int Stopped()
    {
        _progress?.End();
        terminal.Error.WriteLine("stopped; the same command goes on from there");
        return ExitStatus.SomethingWrong;
    }
}
