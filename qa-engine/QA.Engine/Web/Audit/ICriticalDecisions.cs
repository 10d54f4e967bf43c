namespace QA.Engine.Web.Audit;

/// <summary>Hears what people decide about critical findings, for whoever counts them.</summary>
internal interface ICriticalDecisions
{
    /// <param name="shop">Null: the export names none.</param>
    /// <param name="confirmed">False: it was dismissed.</param>
    void Decided(string? shop, string team, string critical, bool confirmed);
}
