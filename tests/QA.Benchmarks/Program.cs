using System;
using System.Globalization;
using QA.Benchmarks;

// text PHRASES FILE…: folding and matching on chats, against the bare automaton
if (args is ["text", var phrases, .. var paths] && paths.Length > 0)
    TextTiming.Run(paths, int.Parse(phrases, CultureInfo.InvariantCulture), Console.Out);
else
    Console.Error.WriteLine("usage: text PHRASES FILE…");
