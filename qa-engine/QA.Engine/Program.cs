System.Console.WriteLine("QA engine");
