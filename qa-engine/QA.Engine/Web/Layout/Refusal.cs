using Microsoft.AspNetCore.Http;

namespace QA.Engine.Web.Layout;

/// <summary>Why a page is not shown, what that means for whoever asked, and where to go instead.</summary>
/// <param name="Status">HTTP.</param>
public sealed record Refusal(int Status, string Title, string Text, string? Link = null, string? LinkText = null)
{
    public static Refusal Of(Visit visit, int status) => status switch
    {
        StatusCodes.Status403Forbidden => new(
            status, visit.Say("这一页不在您的权限内", "This page is not yours to see"),
            visit.Say("您的账号没有打开这一页的权限。如果工作需要，请联系管理员调整角色或团队。", "Your account may not open this page. If your work needs it, ask an administrator to change your role or teams."),
            LocalPath.Start, visit.Say("回到首页", "Back to the start")),
        StatusCodes.Status404NotFound => new(
            status, visit.Say("没有这一页", "There is no such page"),
            visit.Say("链接可能已过期，或者对话已按保留期限删除。", "The link may be old, or the conversation was deleted when its time was up."),
            LocalPath.Start, visit.Say("回到首页", "Back to the start")),
        StatusCodes.Status400BadRequest => new(
            status, visit.Say("这次提交没有被接受", "This was not taken"),
            visit.Say("表单可能放得太久，或者地址里有不认识的内容。请返回上一页，刷新后再提交一次；没有任何内容被改动。", "The form may have been open too long, or the address holds something unknown. Go back, reload the page and send it again; nothing was changed."),
            LocalPath.Start, visit.Say("回到首页", "Back to the start")),
        StatusCodes.Status409Conflict => new(
            status, visit.Say("别人刚刚改过", "Somebody else was faster"),
            visit.Say("这条记录在您打开之后被改动。请刷新后再看一次。", "This was changed after you opened it. Reload and look again."),
            LocalPath.Start, visit.Say("回到首页", "Back to the start")),
        StatusCodes.Status429TooManyRequests => new(
            status, visit.Say("尝试太频繁", "Too many tries"), visit.Say("请过一分钟再试。", "Please wait a minute and try again.")),
        StatusCodes.Status503ServiceUnavailable => new(
            status, visit.Say("数据库暂时连不上", "The database cannot be reached"),
            visit.Say("对话和评分都是安全的，恢复后会自动继续。请稍后刷新；如果持续几分钟以上，请告诉管理员。", "Conversations and scores are safe, and work goes on by itself once it is back. Reload in a moment; if this lasts for minutes, tell an administrator."),
            visit.Here, visit.Say("重试", "Try again")),
        _ => new(
            status, visit.Say("出错了", "Something went wrong"),
            visit.Say($"这是程序的问题，不是您的。请把这个编号告诉管理员：{visit.RequestId}", $"This is our fault, not yours. Please give an administrator this number: {visit.RequestId}"),
            LocalPath.Start, visit.Say("回到首页", "Back to the start")),
    };
}
