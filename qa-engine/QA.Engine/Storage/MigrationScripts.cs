using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace QA.Engine.Storage;

/// <summary>The numbered scripts that bring a store to this program's schema.</summary>
internal static class MigrationScripts
{
    /// <param name="folder">What the names of a store's scripts begin with, up to their numbers.</param>
    /// <returns>The texts, from number 1 up.</returns>
    public static List<string> In(string folder)
    {
        var assembly = typeof(MigrationScripts).Assembly;
        var names = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(folder, StringComparison.Ordinal))
                names.Add(name);
        }

        names.Sort(StringComparer.Ordinal);
        var scripts = new List<string>();
        foreach (var name in names)
        {
            var number = int.Parse(name.AsSpan(folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture);
            if (number != scripts.Count + 1)
                throw new InvalidOperationException($"{name}: migrations are numbered without gaps; {scripts.Count + 1:0000} is missing");
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(reader.ReadToEnd());
        }

        return scripts;
    }
}
