using System;
using System.Globalization;

namespace QA.Engine.Web.Objections;

internal static class ObjectionLinks
{
    /// <summary>Where an agent objects to a verdict of an own score, and sees what became of it.</summary>
    /// <param name="criterion">The id of a criterion, or of a critical finding.</param>
    public static string Object(long score, string criterion, bool critical = false) =>
        $"/card/object?score={score.ToString(CultureInfo.InvariantCulture)}&criterion={Uri.EscapeDataString(criterion)}" + (critical ? "&critical=1" : "");
}
