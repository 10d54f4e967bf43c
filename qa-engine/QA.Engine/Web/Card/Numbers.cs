using System;
using System.Globalization;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Card;

/// <summary>Figures as people read them.</summary>
internal static class Numbers
{
    /// <param name="hundredths">Of a point.</param>
    public static string Points(double hundredths) => (hundredths / 100).ToString("0.00", CultureInfo.InvariantCulture);

    /// <param name="share">1 is all.</param>
    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";

    public static string Day(Visit visit, DateOnly day) => visit.Say($"{day.Month}月{day.Day}日", day.ToString("d MMM", CultureInfo.InvariantCulture));

    /// <summary>A length or a place in a drawing.</summary>
    public static string Place(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);
}
