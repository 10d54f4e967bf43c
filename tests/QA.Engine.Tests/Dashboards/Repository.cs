using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace QA.Engine.Tests.Dashboards;

/// <summary>Files as they stand in the checkout: boards, rules and what an image is made of are not copied beside the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    public static string Text(params ReadOnlySpan<string> parts) => File.ReadAllText(At(parts));

    private static string Find([CallerFilePath] string thisFile = "")
    {
        // The build may map paths, so look upwards from the program as well.
        foreach (var start in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(thisFile) ?? ""])
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "QA.sln")))
                    return folder;
            }
        }

        throw new InvalidOperationException("QA.sln is in no folder above the tests");
    }
}
