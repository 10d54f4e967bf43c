using System;

namespace QA.Engine.Web.Layout;

/// <summary>Where to go back to, as a request names it: only ever a path of this site.</summary>
internal static class LocalPath
{
    public const string Start = "/";

    public static string Of(string? path) =>
        path is ['/', ..] && (path.Length == 1 || path[1] is not ('/' or '\\')) && path.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 ? path : Start;
}
