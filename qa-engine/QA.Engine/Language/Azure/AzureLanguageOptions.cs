using System;
using System.Buffers;
using Azure.Identity;
using QA.Engine.Settings;

namespace QA.Engine.Language.Azure;

/// <summary>How the Language service of Azure is asked, and what it may cost.</summary>
internal sealed record AzureLanguageOptions
{
    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    private const string EndpointExample = "https://NAME.cognitiveservices.azure.com/";

    /// <summary>Of the resource. TLS, unless it is on this machine.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>A key of the resource; null: Microsoft Entra gives tokens. Never shown.</summary>
    public string? Key { get; init; }

    /// <summary>The client id of a user-assigned managed identity; empty: the machine's own, or what the environment says.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The service's model: <c>latest</c>, or a version that stays the same.</summary>
    public string ModelVersion { get; init; } = "latest";

    /// <summary>After so long without an answer the model behind it answers; waits and repeated requests included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Records (1,000 characters, at least one a message) that may be sent in a day.</summary>
    public int RecordsADay { get; init; } = 5_000;

    public int RequestsASecond { get; init; } = 5;

    /// <summary>Texts whose answers are kept in memory; 0: none.</summary>
    public int CacheEntries { get; init; } = 50_000;

    /// <summary>What they may take there at most.</summary>
    public int CacheMegabytes { get; init; } = 32;

    /// <summary>
    /// Which cloud gives tokens and for what. The audiences are those of the SDK's <c>TextAnalyticsAudience</c>: an endpoint in Azure China or
    /// Azure Government takes no token of the public cloud.
    /// </summary>
    public (string Scope, Uri Authority) Cloud =>
        Endpoint.Host.EndsWith(".azure.cn", StringComparison.OrdinalIgnoreCase) ? ("https://cognitiveservices.azure.cn/.default", AzureAuthorityHosts.AzureChina)
        : Endpoint.Host.EndsWith(".azure.us", StringComparison.OrdinalIgnoreCase) ? ("https://cognitiveservices.azure.us/.default", AzureAuthorityHosts.AzureGovernment)
        : ("https://cognitiveservices.azure.com/.default", AzureAuthorityHosts.AzurePublicCloud);

    /// <summary>The address only: what prints a record must not print a key.</summary>
    public override string ToString() => Endpoint.ToString();

    /// <summary>Reads <c>Language:Azure</c>. Only where the service is to be used: what is missing is a problem.</summary>
    public static AzureLanguageOptions Read(SettingReader settings)
    {
        var key = settings.Text("Key");
        var entra = settings.Flag("Entra", byDefault: false);
        var options = new AzureLanguageOptions
        {
            Endpoint = ReadEndpoint(settings),
            Key = entra || key.Length == 0 ? null : key,
            ClientId = settings.Text("ClientId"),
            ModelVersion = settings.Text("ModelVersion", "latest"),
            Timeout = settings.Duration("Timeout", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            RecordsADay = settings.Number("RecordsADay", 5_000, 0, 100_000_000),
            RequestsASecond = settings.Number("RequestsASecond", 5, 1, 1_000),
            CacheEntries = settings.Number("CacheEntries", 50_000, 0, 10_000_000),
            CacheMegabytes = settings.Number("CacheMegabytes", 32, 1, 4_096),
        };

        // A key is a header's value: printable ASCII. What was written there is not repeated.
        if (options.Key is not null && options.Key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            settings.Problem("Key", "must be the key as the portal shows it: letters and digits, without spaces or line breaks");
        if (options.ModelVersion.AsSpan().ContainsAnyExcept(VersionCharacters))
            settings.Problem("ModelVersion", "must be latest, or a version of the service such as 2022-11-01");
        if (entra && key.Length > 0)
            settings.Problem("Entra", "must be false where there is a Key; set one of the two");
        if (entra && options.Endpoint.Scheme != Uri.UriSchemeHttps)
            settings.Problem("Entra", "must be false where the Endpoint is without TLS; a token is sent nowhere else");
        if (!entra && key.Length == 0)
            settings.Problem("Key", "is missing; set a key of the resource (in the environment: QA_Language__Azure__Key), or Entra to true");
        if (!entra && options.ClientId.Length > 0)
            settings.Problem("ClientId", "says nothing without Entra; set Entra to true, or leave it out");
        return options;
    }

    private static Uri ReadEndpoint(SettingReader settings)
    {
        var text = settings.Required("Endpoint", EndpointExample);
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            return uri;
        }

        if (text.Length > 0)
            settings.Problem("Endpoint", $"must be the address of the resource, such as {EndpointExample}, with TLS and without a path");
        return new Uri("https://localhost/");
    }
}
