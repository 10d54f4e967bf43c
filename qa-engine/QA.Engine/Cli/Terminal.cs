using System;
using System.IO;
using System.Text;

namespace QA.Engine.Cli;

/// <summary>Where a command prints, and what that place can show.</summary>
internal sealed class Terminal
{
    /// <summary>The process's own streams: UTF-8 on all systems, without a byte-order mark.</summary>
    public static Terminal OfProcess() => new()
    {
        Output = Console.OpenStandardOutput(),
        Out = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" },
        Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" },
        Input = Console.OpenStandardInput,
        Colour = !Console.IsOutputRedirected && ColourWanted(),
        Progress = !Console.IsErrorRedirected && ColourWanted(),
        Width = Console.IsOutputRedirected ? WideEnough : Math.Max(40, Console.WindowWidth),
        Chinese = SpeaksChinese(),
    };

    /// <summary>For whatever reads a pipe: nothing is folded or cut.</summary>
    public const int WideEnough = 400;

    /// <summary>Raw bytes, for what is written fast; do not mix with <see cref="Out"/> without flushing.</summary>
    public required Stream Output { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required Func<Stream> Input { get; init; }

    /// <summary>Whether standard output shows colours.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether a progress bar on standard error is seen by somebody.</summary>
    public bool Progress { get; init; }

    /// <summary>Columns.</summary>
    public int Width { get; init; } = WideEnough;

    /// <summary>Whether the user's language is Chinese.</summary>
    public bool Chinese { get; init; }

    private static bool ColourWanted() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && !string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);

    private static bool SpeaksChinese()
    {
        foreach (var name in (ReadOnlySpan<string>)["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } language)
                return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }
}
