using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Trail;

internal static class ActionNames
{
    public static string Of(AuditAction action, Visit visit) => action switch
    {
        AuditAction.SignIn => visit.Say("登录", "signed in"),
        AuditAction.SignInRefused => visit.Say("登录被拒", "sign-in refused"),
        AuditAction.SignOut => visit.Say("退出", "signed out"),
        AuditAction.PasswordSet => visit.Say("设置密码", "chose a password"),
        AuditAction.PasswordChanged => visit.Say("修改密码", "changed the password"),
        AuditAction.PasswordRefused => visit.Say("修改密码被拒", "change of password refused"),
        AuditAction.AccountAdded => visit.Say("添加账号", "added an account"),
        AuditAction.AccountChanged => visit.Say("修改账号", "changed an account"),
        AuditAction.TranscriptSeen => visit.Say("查看对话", "looked at a chat"),
        AuditAction.TranscriptsExported => visit.Say("导出对话", "exported chats"),
        AuditAction.VerdictCorrected => visit.Say("更正判定", "corrected a verdict"),
        AuditAction.CorrectionWithdrawn => visit.Say("撤回更正", "withdrew a correction"),
        AuditAction.CriticalDecided => visit.Say("处理严重问题", "decided a critical finding"),
        AuditAction.Reviewed => visit.Say("完成复核", "reviewed a score"),
        AuditAction.DisputeOpened => visit.Say("提出异议", "objected"),
        AuditAction.DisputeAnswered => visit.Say("答复异议", "answered an objection"),
        AuditAction.DisputeWithdrawn => visit.Say("撤回异议", "withdrew an objection"),
        AuditAction.Acknowledged => visit.Say("确认评价", "acknowledged an evaluation"),
        AuditAction.CoachingAssigned => visit.Say("布置辅导", "assigned coaching"),
        AuditAction.CoachingEnded => visit.Say("结束辅导", "ended coaching"),
        AuditAction.SampleDrawn => visit.Say("抽样", "drew a sample"),
        _ => visit.Say("访问被拒", "access refused"),
    };
}
