using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QA.Engine.Settings;

namespace QA.Engine.Sources.Folder;

internal sealed record FolderOptions
{
    /// <summary>The folder whose files are read.</summary>
    public required string Path { get; init; }

    /// <summary>How often to look, whatever the file system reports.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A last line of JSON without a line end counts, and a file of another form is read, once the file has not changed for so long.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The encoding of CSV and text files; <c>auto</c>: see <see cref="FileEncoding"/>.</summary>
    public string Encoding { get; init; } = FileEncoding.Auto;

    /// <summary>The header of a field in CSV files, where it is none of those we know; see <see cref="CsvColumns"/>.</summary>
    public IReadOnlyList<(string Field, string Header)> Columns { get; init; } = [];

    /// <summary>What words of people's own mean, beside those of <see cref="RoleWords"/>.</summary>
    public IReadOnlyList<(string Word, string Role)> Roles { get; init; } = [];

    /// <summary>Names of those who answer for the shop; a star stands for anything.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Bytes; rows of one chat may stand anywhere in a CSV file of this size. Of larger files no more than a chat is held in memory.</summary>
    public long MostInMemory { get; init; } = 64 * 1024 * 1024;

    /// <summary>All that decides what a file comes to: where it changes, files are read again.</summary>
    public byte[] Signature()
    {
        // The number changes where the program reads the same file differently than before.
        const int readings = 1;
        var text = new StringBuilder().Append(readings).Append('\n').Append(Encoding).Append('\n');
        foreach (var (name, value) in Columns.Concat(Roles))
            text.Append(name).Append('\t').Append(value).Append('\n');
        return System.Text.Encoding.UTF8.GetBytes(text.AppendJoin('\n', Agents).ToString());
    }

    public static FolderOptions Read(string name, SettingReader settings, SourceSurroundings surroundings)
    {
        var path = settings.Text("Path");
        var columns = settings.Map("Columns");
        foreach (var (field, header) in columns)
        {
            if (!CsvColumns.Fields.Contains(field, StringComparer.Ordinal))
                settings.Problem($"Columns:{field}", $"there is no such field; there are: {string.Join(", ", CsvColumns.Fields)}");
            else if (header.Length == 0)
                settings.Problem($"Columns:{field}", "is empty; it must be the name of a column in the file's first row");
        }

        var roles = settings.Map("Roles");
        foreach (var (word, role) in roles)
        {
            if (!RoleWords.Roles.Contains(role, StringComparer.Ordinal))
                settings.Problem($"Roles:{word}", $"must be {string.Join(" or ", RoleWords.Roles)}, not \"{role}\"");
        }

        var encoding = settings.Text("Encoding", FileEncoding.Auto);
        if (!FileEncoding.IsKnown(encoding))
        {
            settings.Problem("Encoding", $"must be auto, utf-8, utf-16, gb18030, gbk, big5 or another name of an encoding, not \"{encoding}\"");
            encoding = FileEncoding.Auto;
        }

        return new FolderOptions
        {
            Path = path.Length > 0 ? path : System.IO.Path.Combine(surroundings.Data, name),
            Poll = settings.Duration("Poll", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            Settle = settings.Duration("Settle", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1)),
            Encoding = encoding,
            Columns = columns,
            Roles = roles,
            Agents = settings.List("Agents"),
        };
    }
}
