using System;
using System.Globalization;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>A bar on standard error while something takes long; nothing where nobody looks at a terminal.</summary>
/// <param name="total">How much there is to do, usually bytes; 0: not known.</param>
/// <param name="unit">What is counted in words; conversations where it is left out.</param>
internal sealed class WorkProgress(Terminal terminal, long total, TimeProvider time, Wording? unit = null)
{
    private const int BarColumns = 24;
    private static readonly Wording Conversations = new("个会话", "conversations");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _shown;
    private bool _visible;
    private long _done;
    private long _counted;

    public void Add(long amount, long counted)
    {
        _done += amount;
        _counted += counted;
        var now = time.GetElapsedTime(_start);
        if (!terminal.Progress || now < Patience || now - _shown < Between)
            return;
        _shown = now;
        _visible = true;
        var count = _counted.ToString("N0", CultureInfo.InvariantCulture);
        var words = $"{count} {(unit ?? Conversations).In(terminal.Chinese)}";
        if (total > 0)
        {
            var share = Math.Min(1, (double)_done / total);
            var full = (int)(share * BarColumns);
            terminal.Error.Write($"\r[{new string('#', full)}{new string('-', BarColumns - full)}] {(int)(share * 100),3}%  {words}  ");
        }
        else
        {
            terminal.Error.Write($"\r{words}  ");
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void End()
    {
        if (_visible)
            terminal.Error.Write("\r\u001b[K");
        _visible = false;
    }
}
