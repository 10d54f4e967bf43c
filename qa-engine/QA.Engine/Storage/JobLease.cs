using System.Globalization;

namespace QA.Engine.Storage;

/// <summary>The lease under which one worker at a time works on a job.</summary>
internal static class JobLease
{
    public static string Name(long job) => "job:" + job.ToString(CultureInfo.InvariantCulture);
}
