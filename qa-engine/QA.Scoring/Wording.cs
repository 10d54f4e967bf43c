namespace QA.Scoring;

/// <summary>A text for people, in both languages the engine speaks.</summary>
public sealed record Wording(string Zh, string En)
{
    public static Wording None { get; } = new("", "");

    /// <summary>The text in Chinese or in English.</summary>
    public string In(bool chinese) => chinese ? Zh : En;

    public override string ToString() => Zh;
}
