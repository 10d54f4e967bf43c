using QA.Engine.Language.Azure;
using QA.Engine.Settings;

namespace QA.Engine.Language;

/// <summary>Which model the settings name.</summary>
internal static class SentimentChoice
{
    private const string Local = "local";
    private const string None = "none";
    private const string Remote = "azure";

    /// <summary>The model that needs no network: the one of commands that score files, and the one that stands behind a remote one.</summary>
    /// <param name="language">The section <c>Language</c>.</param>
    /// <returns>Null: messages are scored without a model's word.</returns>
    public static ISentimentModel? Read(SettingReader language)
    {
        // Known, and looked into by the service alone.
        language.Section("Azure");
        return Word(language) == None ? null : new LocalSentimentModel();
    }

    /// <returns>How the service asks Azure; null: it does not.</returns>
    public static AzureLanguageOptions? ReadAzure(SettingReader language)
    {
        if (Word(language) != Remote)
            return null;
        var own = language.Section("Azure");
        var options = AzureLanguageOptions.Read(own);
        own.NoOthers();
        return options;
    }

    private static string Word(SettingReader language) => language.Choice("Sentiment", Local, None, Remote);
}
