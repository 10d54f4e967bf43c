namespace QA.Engine.Cli;

/// <summary>What a shell learns.</summary>
internal static class ExitStatus
{
    public const int Good = 0;

    /// <summary>Some of the input was set aside, or a check found something.</summary>
    public const int SomethingWrong = 1;

    /// <summary>Nothing could be done: a bad rubric, a missing file, a wrong option.</summary>
    public const int NothingDone = 2;
}
