using System;
using System.Collections.Generic;
using System.Text.Json;

namespace QA.Engine.Sources.Http;

/// <summary>What became of the items of one request. Its size is bounded, whatever is sent.</summary>
internal sealed class IntakeReport
{
    private const int AllListed = 1_000;
    private const int MostListed = 10_000;
    private readonly List<(long Index, IntakeAnswer Answer)> _listed = [];
    private long _leftOut;

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Invalid { get; private set; }

    public long Total => Accepted + Duplicates + Invalid;

    public void Add(long index, IntakeAnswer answer)
    {
        switch (answer.Outcome)
        {
            case IntakeOutcome.Accepted:
                Accepted++;
                break;
            case IntakeOutcome.Duplicate:
                Duplicates++;
                break;
            default:
                Invalid++;
                break;
        }

        if (Total == AllListed + 1)
            _listed.RemoveAll(static item => item.Answer.Outcome == IntakeOutcome.Accepted);
        if (Total > AllListed && answer.Outcome == IntakeOutcome.Accepted)
            return;
        if (_listed.Count < MostListed)
            _listed.Add((index, answer));
        else
            _leftOut++;
    }

    /// <summary>Writes the members of the answer into an object that is open.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("accepted", Accepted);
        json.WriteNumber("duplicates", Duplicates);
        json.WriteNumber("invalid", Invalid);
        if (_leftOut > 0)
            json.WriteNumber("notListed", _leftOut);
        json.WriteStartArray("items");
        foreach (var (index, answer) in _listed)
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            if (answer.Conversation is { } id)
                json.WriteString("id", id);
            json.WriteString("outcome", answer.Outcome switch
            {
                IntakeOutcome.Accepted => "accepted",
                IntakeOutcome.Duplicate => "duplicate",
                _ => "invalid",
            });
            if (answer.Problem is { } problem)
                json.WriteString("problem", problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
