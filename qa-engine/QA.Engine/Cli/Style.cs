namespace QA.Engine.Cli;

/// <summary>Terminal control sequences (ECMA-48 SGR).</summary>
internal static class Style
{
    public const string Off = "\u001b[0m";
    public const string Bold = "\u001b[1m";
    public const string Dim = "\u001b[2m";
    public const string Underline = "\u001b[4m";
    public const string Red = "\u001b[31m";
    public const string Green = "\u001b[32m";
    public const string Yellow = "\u001b[33m";
    public const string Cyan = "\u001b[36m";
}
