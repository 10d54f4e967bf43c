using System.IO;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QA.Engine.Cli;

/// <summary>Writes tables to any writer, in colour only where it is wanted.</summary>
internal static class TableText
{
    /// <param name="width">Columns of the place where it is read.</param>
    public static void Write(IRenderable table, TextWriter output, bool colour, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
    }
}
