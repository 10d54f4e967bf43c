using System;
using System.Collections.Generic;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage;

/// <summary>Lists of scores that count, for people. For any thread.</summary>
/// <exception cref="StoreUnavailableException">Any member: the store cannot be reached for now.</exception>
internal interface IConversationList
{
    /// <summary>The scores a filter takes, in its order.</summary>
    /// <param name="after">Only what comes behind this place; null: from the beginning.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="patience">About how long to look; what was found by then is given, with the place to go on from.</param>
    ConversationPage List(ConversationFilter filter, ListPlace? after, int most, TimeSpan patience);

    /// <summary>Names to choose from, of the roll-ups and not older than a minute: of teams that may be seen, and the shops these work for; each in its order.</summary>
    ListNames Names(Reach reach);
}

/// <param name="Next">Where what comes behind begins; null: this is the end.</param>
/// <param name="SearchedTo">Where the looking ended because it took too long, though there may be more; null: the page is full or the end was reached.</param>
/// <param name="Unready">Whether so much was scored a moment ago that some of it cannot be found yet.</param>
public sealed record ConversationPage(IReadOnlyList<ListedScore> Scores, ListPlace? Next, ListPlace? SearchedTo, bool Unready);

public sealed record ListNames(IReadOnlyList<string> Shops, IReadOnlyList<string> Teams);
