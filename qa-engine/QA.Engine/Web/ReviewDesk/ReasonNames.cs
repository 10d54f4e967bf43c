using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.ReviewDesk;

internal static class ReasonNames
{
    public static string Of(DrawReason reason, Visit visit) => reason switch
    {
        DrawReason.Critical => visit.Say("疑似严重问题", "critical finding"),
        DrawReason.Low => visit.Say("低分", "low score"),
        DrawReason.NewAgent => visit.Say("新客服", "new agent"),
        DrawReason.Unsure => visit.Say("机器拿不准", "machine not sure"),
        _ => visit.Say("随机抽检", "at random"),
    };
}
