using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace QA.Engine.Sources.Sql;

/// <summary>How far the conversations were read, in the order of (changed, conversation).</summary>
/// <param name="Changed">In UTC.</param>
/// <param name="Conversation">The key, as text; null: none with that <paramref name="Changed"/> was read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SqlPosition(DateTime Changed, string? Conversation)
{
    /// <summary>Before everything: Npgsql sends it as <c>-infinity</c>.</summary>
    public static SqlPosition Start { get; } = new(DateTime.MinValue, null);

    /// <summary>The reverse of <see cref="Written"/>.</summary>
    public static SqlPosition Read(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        return new SqlPosition(
            DateTime.Parse(space < 0 ? value : value[..space], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            space < 0 ? null : value[(space + 1)..]);
    }

    public string Written()
    {
        var changed = Changed.ToString("O", CultureInfo.InvariantCulture);
        return Conversation is null ? changed : $"{changed} {Conversation}";
    }

    /// <summary>That much earlier, before whatever changed at that moment.</summary>
    public SqlPosition Back(TimeSpan by) => Changed - DateTime.MinValue <= by ? Start : new SqlPosition(Changed - by, null);
}
