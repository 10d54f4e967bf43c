namespace QA.Engine.ApiKeys;

/// <summary>What a key is for. A key does nothing that none of its scopes names.</summary>
internal enum ApiScope
{
    /// <summary>Brings conversations.</summary>
    Ingest,

    /// <summary>Reads scores and figures, without words of chats.</summary>
    Read,

    /// <summary>Reads what was said as well; every chat shown is written down in the audit trail.</summary>
    Transcripts,
}
