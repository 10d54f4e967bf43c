using System;
using System.Collections.Generic;
using QA.Engine.Settings;
using QA.Engine.Sources.Folder;
using QA.Engine.Sources.RabbitMq;
using QA.Engine.Sources.Sql;

namespace QA.Engine.Sources;

/// <summary>What a source may need from the program around it.</summary>
/// <param name="Data">The data folder.</param>
internal sealed record SourceSurroundings(ReadLimits Limits, TimeProvider Time, string Data);

/// <summary>A kind of source: its name in the settings, and how it reads its settings.</summary>
/// <param name="Name">The setting <c>Kind</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Read">
/// Reads the settings and gathers their problems, touching nothing else; gives what makes the source once all settings are good.
/// </param>
internal sealed record SourceKind(string Name, string Summary, Func<string, SettingReader, SourceSurroundings, Func<ISource>> Read);

/// <summary>Every kind of source.</summary>
internal static class SourceKinds
{
    public static IReadOnlyList<SourceKind> All { get; } =
    [
        FolderSource.Kind,
        SqlSource.Kind,
        RabbitMqSource.Kind,
    ];
}
