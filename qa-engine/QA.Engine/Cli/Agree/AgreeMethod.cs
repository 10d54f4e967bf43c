using System.Collections.Generic;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>How the figures are made, said beside them: a figure nobody can work out again proves nothing.</summary>
internal static class AgreeMethod
{
    public static IEnumerable<Wording> Sentences(AgreeReport report)
    {
        if (report.EngineRates)
        {
            yield return new(
                "整段会话的判定：由首位（或末位）客服负责的项目看该客服，其余各项在多位客服中取最差的；有长时间间隔的会话只比较间隔之前的部分。",
                "A conversation’s verdict: where a criterion is owed by the first (or the last) agent, that agent’s; else the worst over the agents. Of a conversation with a long gap only the part before it is compared.");
            yield return new(
                "引擎判“需人工”时，与任何判定都算不一致；“已判”是引擎给出判定的比例。",
                "Where the engine asks for a person (unsure), that counts as a disagreement with any verdict; “sure” is the share it committed itself on.");
        }

        yield return new(
            "κ 是科恩 κ（1960），按通过、部分、未通过、不适用四个值计算；加权 κ 用线性权重（1968），只看双方都判为通过、部分或未通过的会话。",
            "κ is Cohen’s (1960) over pass, partial, fail and n/a; weighted κ (1968) has linear weights and covers the conversations both judged as pass, partial or fail.");
        yield return new(
            $"区间是对会话做 {report.Resampling.Resamples} 次自助重抽样的 95% 百分位区间（SplitMix64，种子 {report.Resampling.Seed}），在任何机器上都相同；从不出现分歧时区间没有宽度，那并不表示没有误差。超过十分之一的重抽样给不出该值时，不给区间。",
            $"Intervals are 95% percentile bootstraps over conversations, {report.Resampling.Resamples} resamples (SplitMix64, seed {report.Resampling.Seed}), the same on any machine. Where nobody ever differed the interval has no width, which does not mean there is no error. Where more than a tenth of the resamples lack a figure, it has no interval.");
        yield return new(
            $"依据：双方判定相同且适用时，{report.Compared.One.Zh} 指出的消息是否也在对方的依据之中。",
            $"Evidence: where both give the same verdict and it applies, whether the message {report.Compared.One.En} names is among those the other points at.");
        yield return new(
            "如果写评分标准的人看过这些标注，这些就是上限：在没见过的会话上要低一些。",
            "Where the author of the rubric has read these labels, the figures are an upper bound: expect less on chats nobody has looked at.");
    }
}
