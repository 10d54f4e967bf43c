using QA.Engine.Storage.People;

namespace QA.Engine.Web.Layout;

internal static class RoleNames
{
    public static string Of(Role role, Visit visit) => role switch
    {
        Role.Agent => visit.Say("客服", "agent"),
        Role.Trainer => visit.Say("培训师", "trainer"),
        Role.Supervisor => visit.Say("主管", "supervisor"),
        _ => visit.Say("管理员", "admin"),
    };
}
