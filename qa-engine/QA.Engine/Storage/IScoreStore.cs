using System;
using System.Collections.Generic;
using System.Data.Common;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>
/// Conversations, their scores, what waits, how far each source was read, who works on what. For any thread; any number of workers may
/// use one server's store at once.
/// </summary>
/// <exception cref="StoreUnavailableException">Any member: it cannot be reached or written for now; nothing of the call was kept; trying again may help.</exception>
internal interface IScoreStore : IDisposable
{
    /// <summary>What people are told: a path, or host and database. Never a password.</summary>
    string Place { get; }

    /// <summary>Where what people decide is kept.</summary>
    IPeopleDatabase People { get; }

    /// <summary>Scores to review, and what waits for a person.</summary>
    IReviewCandidates Candidates { get; }
    /// <summary>What was scored of one agent.</summary>
    IAgentScores AgentScores { get; }

    /// <summary>Lists of what was scored.</summary>
    IConversationList Conversations { get; }

    /// <summary>Makes a rubric known; scores refer to it.</summary>
    /// <param name="text">What its author wrote, so that an old score can always be explained.</param>
    void UseRubric(Rubric rubric, string text);

    /// <summary>
    /// Keeps a batch as a whole: conversations, scores, roll-ups, positions, what no longer waits. Known content counts as duplicate, and so does
    /// a state that waits already or comes after a later one that waits. A conversation's state that goes less far than the newest one kept becomes a revision that does
    /// not count (<see cref="RevisionOrder"/>). Scoring a kept conversation again under a rubric that scored it before changes nothing but, in an
    /// official job, which of its scores count.
    /// </summary>
    /// <exception cref="LeaseLostException">
    /// The batch's lease, or its job's (<c>job:</c> and its number), is not this worker's: another took it, or it was given back; nothing was kept. One that ran out
    /// and that nobody took still holds.
    /// </exception>
    /// <exception cref="InvalidOperationException">A bug of the caller, such as a score under a rubric that was not made known; nothing was kept.</exception>
    Saved Save(StoreBatch batch);

    /// <summary>For each, whether a conversation with this very content was kept before, in the same order.</summary>
    IReadOnlyList<bool> Knows(IReadOnlyList<ConversationKey> conversations);

    IReadOnlyList<StoredPosition> Positions(string source);

    /// <summary>
    /// Takes conversations that are over by now, the longest waiting first, so that no other worker takes them before the lease runs out.
    /// A save that scores or sets one aside ends its waiting; <see cref="Beat"/> extends the lease. One that was claimed before is given alone: it may be
    /// what brought its worker down, and its claims must not count against others that wait in the same hand for their turn.
    /// </summary>
    /// <param name="now">What is due then or earlier is given.</param>
    IReadOnlyList<PendingConversation> Claim(string worker, DateTimeOffset now, int most, TimeSpan lease);

    /// <summary>Gives back what a worker claimed and will not finish; on an orderly stop. Those claims do not count.</summary>
    void GiveBack(string worker);

    /// <summary>How many conversations are due and wait for a worker, and since when the longest does.</summary>
    Backlog Backlog(DateTimeOffset now);

    /// <summary>Takes or extends a lease. Leases run by the store's own clock, so that workers' clocks may differ.</summary>
    /// <returns>Whether the worker holds it now; false: another does.</returns>
    bool Lease(string name, string worker, TimeSpan length);

    /// <summary>Gives a lease back; does nothing where the worker does not hold it.</summary>
    void Release(string name, string worker);

    /// <summary>
    /// Frees what dead workers had taken, where the store can know that they are dead; where it cannot, their leases run out. A worker calls it
    /// once, before its first <see cref="Beat"/>.
    /// </summary>
    void FreeTheDead();

    /// <summary>Says that a worker is alive: what it claimed and did not lose yet stays claimed for as long again, however long its work takes.</summary>
    /// <returns>How many workers are, this one included.</returns>
    int Beat(string worker, TimeSpan length);

    /// <summary>The unfinished job with the same rubric, range and kind, or a new one.</summary>
    Job StartJob(JobRequest request);

    IReadOnlyList<Job> Jobs(int most);

    /// <summary>The next conversations of a job behind its cursor, newest revisions only, in the order of their days.</summary>
    JobPage NextOfJob(Job job, int most);

    StoreTotals Totals();

    /// <summary>Every agent, by team and then by name, from the roll-ups.</summary>
    IReadOnlyList<AgentSummary> Agents();

    /// <summary>Where examples of skills are looked for.</summary>
    ISkillExamples Examples { get; }

    /// <summary>Every team that ever had a conversation, by name, ordinally; empty for agents without one.</summary>
    IReadOnlyList<string> Teams();

    /// <summary>Every agent of a team that ever had a conversation, by name, ordinally.</summary>
    IReadOnlyList<string> Agents(string team);

    /// <summary>The roll-ups of some days, by day, shop, team, agent and rubric.</summary>
    IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to);

    /// <summary>The roll-ups of one team's agents, in the same order.</summary>
    /// <param name="team">Empty: agents without a team.</param>
    IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to, string team);

    /// <summary>The roll-ups of the same days counted anew from the scores, with people's decisions; equal to <see cref="Rollups(DateOnly, DateOnly)"/> unless something is broken.</summary>
    IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to);

    /// <summary>How soon customers of shops were answered on some days, by day and shop; newest revisions only.</summary>
    IReadOnlyList<ServiceDay> ServiceOfShops(DateOnly from, DateOnly to);

    /// <summary>How soon one team's agents answered on some days, by day, shop and agent.</summary>
    /// <param name="team">Empty: agents without a team.</param>
    /// <param name="agent">Null: all of them; empty: those whom the export does not name.</param>
    IReadOnlyList<ServiceDay> ServiceOfTeam(DateOnly from, DateOnly to, string team, string? agent = null);

    /// <summary>The newest revision of a conversation as it was read; null where the store has none of that id.</summary>
    Conversation? Find(string id);

    /// <summary>All scores of the newest revision: those that count first, then those of other rubrics beside them.</summary>
    IReadOnlyList<StoredScore> Scores(string conversation);

    /// <summary>
    /// Keeps what a person decides of one score and all that follows of it: the score as it stands afterwards, and the roll-ups. All or nothing; decisions
    /// about one conversation go one after the other.
    /// </summary>
    /// <param name="decide">
    /// Gets the connection and the score as it stands, null where the newest revision of the conversation has none of that number; writes the decision down.
    /// May be called again from the start, so it changes nothing but the store.
    /// </param>
    T Review<T>(string conversation, long score, Func<DbConnection, StoredScore?, Ruling<T>> decide);

    /// <summary>Scores that a person reviewed since a moment, each once, those reviewed last first.</summary>
    IReadOnlyList<ReviewedVerdicts> ReviewedSince(DateTimeOffset since, int most);

    /// <summary>What could not be scored, the newest first.</summary>
    /// <param name="before">Only those with a smaller number; null: from the newest.</param>
    IReadOnlyList<DeadLetter> DeadLetters(int most, long? before = null);

    DeadLetter? DeadLetter(long number);

    /// <summary>Lets it wait to be scored again, and takes it off the list.</summary>
    /// <returns>False where there is none of that number, or its content was not kept.</returns>
    bool Retry(long number, PendingConversation again);

    /// <summary>Deletes conversations, scores and roll-ups of days before <paramref name="firstKept"/>.</summary>
    /// <returns>How many conversations are gone.</returns>
    long Forget(DateOnly firstKept);

    /// <summary>Work that keeps the store fast and may be done at any time by any one worker: merging roll-ups, making partitions ahead.</summary>
    void Tidy();

    /// <summary>Makes some of what was kept lately quick to find. May be done at any time by any one worker, best within seconds.</summary>
    /// <returns>Whether there may be more of it.</returns>
    bool Index();
}
