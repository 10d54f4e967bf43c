using System;
using System.Collections.Generic;
using System.Diagnostics;
using QA.Engine.Sources;

namespace QA.Engine.Tests.Support;

/// <summary>The real program in a process of its own, under the tests' small rubric.</summary>
internal static class EngineProcess
{
    /// <param name="hear">Given each line of its output, and null at its end; from any thread.</param>
    /// <param name="options">Behind <c>run</c>.</param>
    public static Process Run(Action<string?> hear, Action<string?> hearError, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(ConversationJson).Assembly.Location, "run", "--rubric", TestRubric.Folder, "--no-sample", .. options])
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
