namespace QA.Scoring;

/// <summary>Whose words a message holds. Only <see cref="Agent"/> text earns or loses credit unless a rule says otherwise.</summary>
public enum Speaker
{
    Customer,

    /// <summary>A person who answers for the shop.</summary>
    Agent,

    /// <summary>An auto-reply or a robot.</summary>
    Bot,

    /// <summary>The platform: order card, transfer notice and alike.</summary>
    System,
}
