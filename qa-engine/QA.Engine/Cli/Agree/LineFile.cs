using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;
using QA.Engine.Sources;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>A file of JSON Lines read whole: what stands in it by the id of the conversation, with the number of its line.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Hash">"sha256:…" over its bytes.</param>
internal sealed record LineFile<T>(string Path, string Hash, IReadOnlyDictionary<string, (T Value, long Line)> ById)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>Reads labels and the chats they are about. A bad line is set aside with its number; the rest goes on.</summary>
/// <param name="setAside">Gets a line for each thing that is wrong: where, what, and what would be right.</param>
internal sealed class LineFiles(ReadLimits limits, Action<string> setAside)
{
    private delegate (T? Value, string? Id, string? Problem) LineReader<T>(ReadOnlySpan<byte> line);

    /// <returns>Null where the file cannot be read at all.</returns>
    public LineFile<LabelledChat>? Labels(string path) => Read<LabelledChat>(path, static line =>
    {
        var (chat, problem) = LabelJson.Read(line);
        return (chat, chat?.Id, problem);
    });

    /// <returns>Null where the file cannot be read at all.</returns>
    public LineFile<Conversation>? Chats(string path)
    {
        var json = new ConversationJson(limits);
        return Read<Conversation>(path, line =>
        {
            var reading = json.Read(line);
            return (reading.Conversation, reading.Conversation?.Id, reading.Problem);
        });
    }

    private LineFile<T>? Read<T>(string path, LineReader<T> read)
        where T : class
    {
        if (!File.Exists(path))
        {
            setAside(Directory.Exists(path) ? $"{path}: is a folder; name a file in it" : $"{path}: there is no such file; check the name");
            return null;
        }

        try
        {
            var byId = new Dictionary<string, (T Value, long Line)>(StringComparer.Ordinal);
            using var stream = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Position = 0;
            using var reader = new JsonLinesReader(stream, limits);
            while (reader.Next(lastLineIsWhole: true) is { } lines)
            {
                using (lines)
                {
                    if (lines.TooLong is not null)
                        setAside($"{path}:{lines.FirstLine}: {limits.TooLong(lines.Bytes)}");
                    foreach (var line in lines)
                        Add(path, line.Number, read(line.Bytes), byId);
                }
            }

            return new LineFile<T>(path, "sha256:" + hash, byId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            setAside($"{path}: cannot be read: {e.Message}; check that you may read it");
            return null;
        }
    }

    private void Add<T>(string path, long number, (T? Value, string? Id, string? Problem) line, Dictionary<string, (T Value, long Line)> byId)
        where T : class
    {
        if (line is not { Value: { } value, Id: { } id })
            setAside($"{path}:{number}: {line.Problem}");
        else if (!byId.TryAdd(id, (value, number)))
            setAside($"{path}:{number}: '{id}' stands in line {byId[id].Line} already; the first counts, drop one of them");
    }
}
