using System;
using System.IO;
using System.Text;

namespace QA.Engine.Tests.Support;

/// <summary>A folder of its own that goes away with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("qa-test-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text, new UTF8Encoding(false));
        return this[name];
    }

    public void Append(string name, string text) => File.AppendAllText(this[name], text, new UTF8Encoding(false));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
