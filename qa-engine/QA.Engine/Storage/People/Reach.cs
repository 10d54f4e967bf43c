using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Storage.People;

/// <summary>Whose chats somebody may see. Every question to the store that shows a chat or a figure of an agent carries one.</summary>
/// <param name="Everything">All teams.</param>
/// <param name="Teams">These teams, whole; empty names those without a team.</param>
/// <param name="Agent">This agent alone, by team and name.</param>
public sealed record Reach(bool Everything, IReadOnlyList<string> Teams, AgentName? Agent)
{
    public static Reach All { get; } = new(true, [], null);

    public static Reach None { get; } = new(false, [], null);

    public bool SeesTeam(string team) => Everything || Teams.Contains(team, StringComparer.Ordinal);

    public bool Sees(AgentName agent) => SeesTeam(agent.Team) || agent == Agent;
}

/// <summary>An agent as chats name one.</summary>
/// <param name="Team">Empty: the export names none.</param>
/// <param name="Name">Empty: the export names none.</param>
public readonly record struct AgentName(string Team, string Name);
