using System;
using System.Threading.Tasks;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Web.Skills;

/// <summary>The sample as it is read on the evening of its last day.</summary>
internal static class SampleMonth
{
    public static DateOnly LastDay { get; } = new(2026, 3, 31);

    public static ManualTime Evening() => new() { Now = new DateTimeOffset(LastDay.ToDateTime(new TimeOnly(20, 0)), TimeSpan.FromHours(8)) };

    public static Task<Site> Site(ManualTime? time = null) => Support.Site.Start(time: time ?? Evening());
}
