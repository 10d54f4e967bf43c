using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace QA.Engine.Metrics;

/// <summary>What the operating system says of this process; null where it does not say it.</summary>
internal static class ProcessFigures
{
    private const string Descriptors = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";

    /// <summary>Seconds since 1970.</summary>
    public static double StartedAt { get; } = ReadStart();

    public static double? CpuSeconds =>
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() || OperatingSystem.IsWindows() ? Environment.CpuUsage.TotalTime.TotalSeconds : null;

    public static long ResidentBytes => Environment.WorkingSet;

    public static long VirtualBytes
    {
        get
        {
            using var own = Process.GetCurrentProcess();
            return own.VirtualMemorySize64;
        }
    }

    public static long? OpenDescriptors => Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors).Length : null;

    public static double? MostDescriptors { get; } = ReadMostDescriptors();

    private static double ReadStart()
    {
        using var own = Process.GetCurrentProcess();
        return (own.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    private static double? ReadMostDescriptors()
    {
        if (!File.Exists(Limits))
            return null;
        const string wanted = "Max open files";
        foreach (var line in File.ReadLines(Limits))
        {
            if (!line.StartsWith(wanted, StringComparison.Ordinal))
                continue;
            var soft = line[wanted.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return soft == "unlimited" ? double.PositiveInfinity : double.Parse(soft, CultureInfo.InvariantCulture);
        }

        return null;
    }
}
