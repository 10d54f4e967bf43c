using System;
using System.Globalization;

namespace QA.Engine.Sources.Folder;

/// <summary>How far a file was read.</summary>
/// <param name="File">Its name in the folder.</param>
/// <param name="Offset">Bytes read.</param>
/// <param name="Line">The number of the next line, from 1.</param>
/// <param name="Fingerprint">What stands before <paramref name="Offset"/>; see <see cref="FileFingerprint"/>.</param>
internal sealed record FilePosition(string File, long Offset, long Line, byte[] Fingerprint)
{
    /// <summary>The reverse of <see cref="Written"/>.</summary>
    public static FilePosition Read(SourcePosition position)
    {
        var parts = position.Value.Split(' ');
        return new FilePosition(
            position.Part,
            long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture),
            long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
            Convert.FromHexString(parts[2]));
    }

    public SourcePosition Written() => new(File, string.Create(CultureInfo.InvariantCulture, $"{Offset} {Line} {Convert.ToHexString(Fingerprint)}"));
}
