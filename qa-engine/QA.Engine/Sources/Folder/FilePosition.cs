namespace QA.Engine.Sources.Folder;

/// <summary>How far a file was read.</summary>
/// <param name="File">Its name in the folder.</param>
/// <param name="Offset">Bytes read.</param>
/// <param name="Line">The number of the next line, from 1.</param>
/// <param name="Fingerprint">What stands before <paramref name="Offset"/>; see <see cref="FileFingerprint"/>.</param>
internal sealed record FilePosition(string File, long Offset, long Line, byte[] Fingerprint);
