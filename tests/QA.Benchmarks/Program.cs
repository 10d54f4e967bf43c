using System;
using System.Globalization;
using QA.Benchmarks;

switch (args)
{
    case ["text", var phrases, .. var texts] when texts.Length > 0:
        TextTiming.Run(texts, int.Parse(phrases, CultureInfo.InvariantCulture), Console.Out);
        return 0;
    case ["scoring", var rubric, .. var chats] when chats.Length > 0:
        ScoringCost.Run(Inputs.Rubric(rubric), Inputs.Conversations(chats), Console.Out);
        return 0;
    case ["rules", var rubric, .. var chats] when chats.Length > 0:
        RuleCost.Run(Inputs.Rubric(rubric), Inputs.Conversations(chats), Console.Out);
        return 0;
    case ["end-to-end", var rubric, .. var chats] when chats.Length > 0:
        EndToEnd.Run(Inputs.Rubric(rubric), chats, 3, Console.Out);
        return 0;
    case ["store", "--postgres", var server, var rubric, .. var chats] when chats.Length > 0:
        StoreBenchmark.Run(Inputs.Rubric(rubric), chats, server, Console.Out);
        return 0;
    case ["store", var rubric, .. var chats] when chats.Length > 0:
        StoreBenchmark.Run(Inputs.Rubric(rubric), chats, server: null, Console.Out);
        return 0;
    case ["sqlite", var rubric, .. var chats] when chats.Length > 0:
        SqliteStoreCost.Run(Inputs.Rubric(rubric), chats, Console.Out);
        return 0;
    case ["service", var postgres, var rubric]:
        await ServiceLoad.Run(postgres, rubric, Console.Out);
        return 0;
    case ["pages", var rubric, var conversations, .. var options]:
        await PageLoad.Run(
            Inputs.Rubric(rubric), int.Parse(conversations, CultureInfo.InvariantCulture), Array.Find(options, static option => option.StartsWith("Host=", StringComparison.Ordinal)),
            Array.IndexOf(options, "--scoring") >= 0, Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("""
            usage: text PHRASES CHATS.jsonl…            folding and matching, against a bare automaton
                   scoring RUBRIC-FOLDER CHATS.jsonl…   a whole rubric, against a bare automaton
                   end-to-end RUBRIC-FOLDER CHATS.jsonl…  score --format jsonl, against parsing the same files
                   store [--postgres CONNECTION-STRING] RUBRIC-FOLDER CHATS.jsonl…  the PostgreSQL store, against a bare COPY
                   sqlite RUBRIC-FOLDER CHATS.jsonl…    reading, scoring and keeping, against bare inserts of the same rows
                   service CONNECTION-STRING RUBRIC-FOLDER  the whole service on an empty PostgreSQL database: idle, latency, a second worker
                   pages RUBRIC-FOLDER CONVERSATIONS [CONNECTION-STRING] [--scoring]  every page over so many conversations in PostgreSQL (1000000 are the measure)
                   rules RUBRIC-FOLDER CHATS.jsonl…     what each rule costs
            """);
        return 2;
}
