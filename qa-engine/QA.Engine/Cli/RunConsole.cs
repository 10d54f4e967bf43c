using System;
using System.Collections.Generic;
using System.Globalization;
using QA.Engine.Storage;

namespace QA.Engine.Cli;

/// <summary>What a person sees while the service runs.</summary>
/// <param name="agents">Prints how each agent does.</param>
/// <param name="inbox">Where to drop files; null where no folder is watched.</param>
/// <param name="goesOn">Whether it watches on after the first summary.</param>
internal sealed class RunConsole(Terminal terminal, Action agents, Func<StoreTotals> totals, string? inbox, bool goesOn, bool chinese, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private WorkProgress? _progress;
    private Saved _sum;
    private long _lastWord;
    private bool _summarised;
    private readonly Dictionary<string, string> _complaints = new(StringComparer.Ordinal);

    public void Start(string rubric, string store, int threads) => terminal.Out.WriteLine(chinese
        ? $"评分标准 {rubric}；数据 {store};{threads} 个线程"
        : $"rubric {rubric}; store {store}; {threads} threads");

    public void SampleWritten(string path) => terminal.Out.WriteLine(chinese ? $"首次启动：示例会话已写入 {path}" : $"first start: sample conversations written to {path}");

    public void Found(long bytes)
    {
        _progress = new WorkProgress(terminal, bytes, time);
        _lastWord = time.GetTimestamp();
    }

    public void Kept(Saved saved, long bytes)
    {
        _sum = new Saved(
            _sum.Conversations + saved.Conversations,
            _sum.Scores + saved.Scores,
            _sum.Duplicates + saved.Duplicates,
            _sum.Pending + saved.Pending,
            _sum.SetAside + saved.SetAside);
        _progress?.Add(bytes, saved.Conversations);
        if (terminal.Progress || time.GetElapsedTime(_lastWord) < Between)
            return;
        _lastWord = time.GetTimestamp();
        terminal.Out.WriteLine(chinese ? $"已评 {Number(_sum.Conversations)} 个会话" : $"{Number(_sum.Conversations)} conversations scored so far");
    }

    public void Drained()
    {
        _progress?.End();
        _progress = null;
        if (_summarised && _sum == default)
            return;
        terminal.Out.WriteLine(Line(_sum));
        _sum = default;
        if (_summarised)
            return;
        _summarised = true;
        agents();
        var all = totals();
        terminal.Out.WriteLine(chinese
            ? $"库中共 {Number(all.Conversations)} 个会话、{Number(all.Scores)} 个得分；等待结束 {Number(all.Pending)}，搁置 {Number(all.SetAside)}，重复 {Number(all.Duplicates)}。"
            : $"The store holds {Number(all.Conversations)} conversations and {Number(all.Scores)} scores; {Number(all.Pending)} not finished yet, {Number(all.SetAside)} lines set aside, {Number(all.Duplicates)} duplicates.");
        if (goesOn && inbox is not null)
        {
            terminal.Out.WriteLine(chinese
                ? $"继续监视：把 *.jsonl、*.csv 或 *.txt 放进 {inbox} 即可评分；按 Ctrl+C 停止。"
                : $"Watching on: drop *.jsonl, *.csv or *.txt files into {inbox} to have them scored; Ctrl+C stops.");
        }
    }

    /// <param name="wanted">What the settings say, where that is taken by another program; null: it is what they say.</param>
    public void Listening(string address, Uri? wanted)
    {
        if (wanted is null)
            terminal.Out.WriteLine(chinese ? $"监听 {address}" : $"listening on {address}");
        else
            terminal.Out.WriteLine(chinese ? $"{wanted} 已被占用，改为监听 {address}" : $"{wanted} is taken; listening on {address} instead");
    }

    /// <param name="link">Whoever opens it becomes the administrator.</param>
    public void FirstAdmin(string link) => terminal.Out.WriteLine(chinese
        ? $"还没有人能登录。打开这个一次性链接(24 小时内有效)设置管理员密码:{link}"
        : $"Nobody can sign in yet. Open this link, which works once and for 24 hours, to set the administrator's password: {link}");

    public void Failed(string where, string problem)
    {
        // It is tried again and again; saying it once is enough.
        if (_complaints.TryGetValue(where, out var said) && string.Equals(said, problem, StringComparison.Ordinal))
            return;
        _complaints[where] = problem;
        terminal.Error.WriteLine($"{where}: {problem}");
    }

    public void Recovered(string where)
    {
        if (_complaints.Remove(where))
            terminal.Error.WriteLine(chinese ? $"{where}：已恢复" : $"{where}: works again");
    }

    private string Line(Saved sum) => chinese
        ? $"新评 {Number(sum.Conversations)} 个会话、{Number(sum.Scores)} 个得分；未结束 {Number(sum.Pending)}，搁置 {Number(sum.SetAside)}，重复 {Number(sum.Duplicates)}。"
        : $"Scored {Number(sum.Conversations)} new conversations ({Number(sum.Scores)} scores); {Number(sum.Pending)} not finished yet, {Number(sum.SetAside)} lines set aside, {Number(sum.Duplicates)} duplicates.";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
