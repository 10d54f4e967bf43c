using System.Globalization;

namespace QA.Engine.Storage;

/// <summary>What leases are called: a worker takes them, and a store checks and frees them.</summary>
internal static class LeaseNames
{
    /// <summary>What the names of all sources' leases begin with.</summary>
    public const string Sources = "source:";

    /// <summary>Under it one worker at a time reads a source.</summary>
    public static string Source(string name) => Sources + name;

    /// <summary>Under it one worker at a time works on a job.</summary>
    public static string Job(long job) => "job:" + job.ToString(CultureInfo.InvariantCulture);
}
