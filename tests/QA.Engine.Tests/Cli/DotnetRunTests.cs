using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using QA.Engine.Tests.Dashboards;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Cli;

public sealed class DotnetRunTests
{
    [Fact]
    public async Task A_file_is_looked_for_where_the_command_was_typed()
    {
        using var folder = new TempFolder();
        folder.Write("chats.jsonl", Chats.Line("typed-here") + "\n");
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["run", "--no-build", "--configuration", configuration, "--project", Repository.At("qa-engine", "QA.Engine"), "--", "score", "--format", "jsonl", "chats.jsonl"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}: {output}{await errors}");
        Assert.Contains("typed-here", output, StringComparison.Ordinal);
    }
}
