using QA.Engine.Settings;

namespace QA.Engine.Language;

/// <summary>Which model the settings name.</summary>
internal static class SentimentChoice
{
    private const string Local = "local";
    private const string None = "none";

    /// <param name="language">The section <c>Language</c>.</param>
    /// <returns>Null: messages are scored without a model's word.</returns>
    public static ISentimentModel? Read(SettingReader language) => language.Choice("Sentiment", Local, None) switch
    {
        None => null,
        _ => new LocalSentimentModel(),
    };
}
