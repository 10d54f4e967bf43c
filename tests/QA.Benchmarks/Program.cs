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
    case ["mood", var rubric, .. var chats] when chats.Length > 0:
        SentimentCost.Run(rubric, Inputs.Conversations(chats), Console.Out);
        return 0;
    case ["sentiment", var labels, .. var chats] when chats.Length > 0:
        Satisfaction.Run(labels, Inputs.Conversations(chats), Console.Out);
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
    case ["redact", "--sample", var count, var seed, .. var chats] when chats.Length > 0:
        RedactionCost.Sample(Inputs.Conversations(chats), int.Parse(count, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), Console.Out);
        return 0;
    case ["redact", "--rubric", var rubric, .. var chats] when chats.Length > 0:
        RedactionCost.Run(Inputs.Conversations(chats), Inputs.Rubric(rubric), Console.Out);
        return 0;
    case ["redact", .. var chats] when chats.Length > 0:
        RedactionCost.Run(Inputs.Conversations(chats), null, Console.Out);
        return 0;
    case ["pages", var rubric, var conversations, .. var options]:
        await PageLoad.Run(Inputs.Rubric(rubric), int.Parse(conversations, CultureInfo.InvariantCulture), options, Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("""
            usage: text PHRASES CHATS.jsonl…            folding and matching, against a bare automaton
                   scoring RUBRIC-FOLDER CHATS.jsonl…   a whole rubric, against a bare automaton
                   mood RUBRIC-FOLDER CHATS.jsonl…      reading moods, against a bare automaton and against scoring
                   sentiment LABELS.jsonl CHATS.jsonl…  moods, against the satisfaction that people marked
                   end-to-end RUBRIC-FOLDER CHATS.jsonl…  score --format jsonl, against parsing the same files
                   store [--postgres CONNECTION-STRING] RUBRIC-FOLDER CHATS.jsonl…  taking chats into PostgreSQL, against a bare COPY of the same rows
                   sqlite RUBRIC-FOLDER CHATS.jsonl…    taking chats into the embedded store, against bare inserts of the same rows
                   service CONNECTION-STRING RUBRIC-FOLDER  the whole service on an empty PostgreSQL database: idle, latency, a second worker
                   redact [--rubric RUBRIC-FOLDER] CHATS.jsonl…  what the redactor finds and costs, and which verdicts masking changes
                   redact --sample COUNT SEED CHATS.jsonl…  hits, and numbers that are none, for a person to judge
                   pages RUBRIC-FOLDER CONVERSATIONS [CONNECTION-STRING] [--keep] [--scoring CHATS-A-SECOND] [--only WORD] [--times N]  every page over so many conversations in PostgreSQL (1000000 are the measure)
                   rules RUBRIC-FOLDER CHATS.jsonl…     what each rule costs
            """);
        return 2;
}
