using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

/// <summary>Programs of others that check what we wrote. A missing one fails the test: what was not checked is not right.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="program">Its name; it must be on the PATH.</param>
    /// <param name="package">Debian's package, for whoever has to install it.</param>
    /// <returns>Exit status and what it said on both outputs.</returns>
    public static async Task<(int Status, string Output)> Run(string program, string package, string folder, params string[] arguments)
    {
        using var process = Start(program, package, folder, arguments);
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Patience.TotalMinutes} minutes", e);
        }
    }

    /// <summary>Starts it; whoever calls reads its outputs and ends it.</summary>
    public static Process Start(string program, string package, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is not on the PATH; install Debian's package {package}", e);
        }
    }

    public static async Task Succeeds(string program, string package, string folder, params string[] arguments)
    {
        var (status, output) = await Run(program, package, folder, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)} in {Path.GetFileName(folder)}: {status}\n{output}");
    }
}
