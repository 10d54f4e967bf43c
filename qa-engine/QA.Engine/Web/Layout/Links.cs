using System;
using System.Globalization;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.Layout;

/// <summary>Addresses that pages of other folders link to. Ids and names may hold anything, so they stand in the query.</summary>
internal static class Links
{
    /// <summary>The audit page of a conversation.</summary>
    /// <param name="score">The number of the score to open; null: the first that counts.</param>
    public static string Conversation(string id, long? score = null, string? criterion = null) =>
        "/conversation?id=" + Uri.EscapeDataString(id)
        + (score is { } number ? "&score=" + number.ToString(CultureInfo.InvariantCulture) : "")
        + (criterion is null ? "" : "&criterion=" + Uri.EscapeDataString(criterion) + "#" + Uri.EscapeDataString(criterion));

    /// <summary>The card of an agent, for whoever may see it.</summary>
    public static string Agent(AgentName agent) => "/agent?team=" + Uri.EscapeDataString(agent.Team) + "&agent=" + Uri.EscapeDataString(agent.Name);

    /// <summary>The list of conversations of an agent, of one verdict where asked.</summary>
    public static string Conversations(AgentName agent, string? criterion = null, string? verdict = null) =>
        "/conversations?team=" + Uri.EscapeDataString(agent.Team) + "&agent=" + Uri.EscapeDataString(agent.Name)
        + (criterion is null ? "" : "&criterion=" + Uri.EscapeDataString(criterion)) + (verdict is null ? "" : "&verdict=" + Uri.EscapeDataString(verdict));
}
