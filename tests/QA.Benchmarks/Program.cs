using System;
using QA.Benchmarks;

if (args is ["scoring", var rubric, .. var paths] && paths.Length > 0)
{
    ScoringCost.Run(Inputs.Rubric(rubric), Inputs.Conversations(paths), Console.Out);
    return 0;
}

Console.Error.WriteLine("usage: QA.Benchmarks scoring RUBRIC-FOLDER CHATS.jsonl…");
return 2;
