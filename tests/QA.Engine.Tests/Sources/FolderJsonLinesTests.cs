using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class FolderJsonLinesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, SourcePosition> _kept = new(StringComparer.Ordinal);
    private FolderSource _source;

    public FolderJsonLinesTests() => _source = New();

    [Fact]
    public void Only_what_is_appended_is_read_again()
    {
        _folder.Write("a.jsonl", "1\n2\n");
        Assert.Equal(["a.jsonl:1:1", "a.jsonl:2:2"], Take());
        Assert.Empty(Take());
        _folder.Append("a.jsonl", "3\n");
        Assert.Equal(["a.jsonl:3:3"], Take());
    }

    [Fact]
    public void Files_are_read_in_the_order_of_their_names_and_others_are_left_alone()
    {
        _folder.Write("b.jsonl", "b\n");
        _folder.Write("a.jsonl", "a\n");
        _folder.Write("c.jsonl.part", "c\n");
        Assert.Equal(["a.jsonl:1:a", "b.jsonl:1:b"], Take());
    }

    [Fact]
    public void Half_a_line_waits_for_its_end()
    {
        _folder.Write("a.jsonl", "1\nha");
        Assert.Equal(["a.jsonl:1:1"], Take());
        _folder.Append("a.jsonl", "lf\n");
        Assert.Equal(["a.jsonl:2:half"], Take());
    }

    [Fact]
    public void A_last_line_without_an_end_counts_once_the_file_has_not_grown_for_a_while()
    {
        _folder.Write("a.jsonl", "1\nlast");
        Take();
        _time.Now += TimeSpan.FromSeconds(9);
        Assert.Empty(Take());
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(["a.jsonl:2:last"], Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void Half_a_line_that_was_taken_for_the_last_is_read_whole_once_it_is_finished()
    {
        _folder.Write("a.jsonl", "1\n{\"id\":");
        Take();
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(["a.jsonl:2:{\"id\":"], Take());
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Empty(Take());
        Restart();
        _folder.Append("a.jsonl", "2}\n3\n");
        Assert.Equal(["a.jsonl:2:{\"id\":2}", "a.jsonl:3:3"], Take());
    }

    [Fact]
    public void A_whole_last_line_without_an_end_is_not_read_again()
    {
        _folder.Write("a.jsonl", "1\n{\"id\":2}");
        Take();
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(["a.jsonl:2:{\"id\":2}"], Take());
        Restart();
        _folder.Append("a.jsonl", "\n3\n");
        Assert.Equal(["a.jsonl:3:3"], Take());
    }

    [Fact]
    public void A_restart_goes_on_where_the_last_results_were_kept()
    {
        _folder.Write("a.jsonl", "1\n2\n");
        Take();
        _folder.Append("a.jsonl", "3\n");
        Restart();
        Assert.Equal(["a.jsonl:3:3"], Take());
    }

    [Fact]
    public void A_renamed_file_is_not_read_again()
    {
        _folder.Write("a.jsonl", "1\n2\n");
        Take();
        File.Move(_folder["a.jsonl"], _folder["z.jsonl"]);
        _folder.Append("z.jsonl", "3\n");
        Assert.Equal(["z.jsonl:3:3"], Take());
        Restart();
        Assert.Empty(Take());
        Assert.Equal(["z.jsonl"], _kept.Keys);
    }

    [Fact]
    public void A_rotated_file_goes_on_under_its_new_name_and_the_new_one_is_read_from_its_start()
    {
        _folder.Write("a.jsonl", "1\n2\n");
        Take();
        File.Move(_folder["a.jsonl"], _folder["a.1.jsonl"]);
        _folder.Append("a.1.jsonl", "3\n");
        _folder.Write("a.jsonl", "4\n5\n6\n");
        Assert.Equal(["a.1.jsonl:3:3", "a.jsonl:1:4", "a.jsonl:2:5", "a.jsonl:3:6"], Take());
        Restart();
        Assert.Empty(Take());
    }

    [Fact]
    public void A_shortened_file_is_read_from_its_start()
    {
        _folder.Write("a.jsonl", "1\n2\n3\n");
        Take();
        _folder.Write("a.jsonl", "1\n");
        Assert.Equal(["a.jsonl:1:1"], Take());
    }

    [Fact]
    public void A_replaced_file_is_read_from_its_start_even_where_it_is_longer()
    {
        _folder.Write("a.jsonl", "1\n2\n");
        Take();
        _folder.Write("a.jsonl", "7\n8\n9\n");
        Assert.Equal(["a.jsonl:1:7", "a.jsonl:2:8", "a.jsonl:3:9"], Take());
    }

    [Fact]
    public void A_copy_is_a_file_of_its_own()
    {
        _folder.Write("a.jsonl", "1\n");
        Take();
        File.Copy(_folder["a.jsonl"], _folder["b.jsonl"]);
        Assert.Equal(["b.jsonl:1:1"], Take());
    }

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    private FolderSource New() => new("inbox", new FolderOptions { Path = _folder.Root, Settle = TimeSpan.FromSeconds(10) }, ReadLimits.Default, _time);

    private void Restart()
    {
        _source.Dispose();
        _source = New();
        _source.Restore([.. _kept.Values]);
    }

    /// <summary>Takes what is new and keeps the positions, as the pipeline does.</summary>
    private List<string> Take()
    {
        var lines = new List<string>();
        foreach (var chunk in _source.Take(everythingIsWhole: false, CancellationToken.None))
        {
            using (chunk.Lines)
            {
                foreach (var line in chunk.Lines)
                    lines.Add($"{chunk.Origin}:{line.Number}:{Encoding.UTF8.GetString(line.Bytes)}");
            }

            if (chunk.Forget is { } old)
                _kept.Remove(old);
            _kept[chunk.Origin] = chunk.After!;
        }

        return lines;
    }
}
