using System;
using System.Collections.Generic;
using System.Diagnostics;
using QA.Engine.Sources;

namespace QA.Engine.Tests.Support;

/// <summary>The real program in a process of its own.</summary>
internal static class EngineProcess
{
    /// <summary>Under the tests' small rubric.</summary>
    /// <param name="hear">Given each line of its output, and null at its end; from any thread.</param>
    /// <param name="options">Behind <c>run</c>.</param>
    public static Process Run(Action<string?> hear, Action<string?> hearError, params IEnumerable<string> options) =>
        RunAsShipped(hear, hearError, ["--rubric", TestRubric.Folder, .. options]);

    /// <summary>Under the rubrics it ships with, unless the options name another.</summary>
    public static Process RunAsShipped(Action<string?> hear, Action<string?> hearError, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(ConversationJson).Assembly.Location, "run", "--no-sample", .. options])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;

        // Somebody has to read, or the program waits for room in the pipe.
        process.OutputDataReceived += (_, line) => hear(line.Data);
        process.ErrorDataReceived += (_, line) => hearError(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
