using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace QA.Engine.Tests.Metrics;

/// <summary>Prometheus's own tool, as the judge of what Prometheus can read.</summary>
internal static class Promtool
{
    public static async Task<(int Status, string Output)> Run(byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Started(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("promtool did not start");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("this test needs promtool: install the Debian package prometheus", e);
        }
    }
}
