using System.IO;
using System.Linq;
using QA.Engine.Rubrics;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Rubrics;

public sealed class RubricFolderTests
{
    [Fact]
    public void Parts_lexicons_and_pages_of_examples_lie_in_folders_of_their_own()
    {
        using var folder = new TempFolder();
        Write(folder, "rubric.yaml", "parts: [b]");
        Write(folder, "parts/b.yaml", "rules: {}");
        Write(folder, "parts/a.yaml", "rules: {}");
        Write(folder, "parts/notes.txt", "not a part");
        Write(folder, "lexicons/thanks.txt", "谢谢");
        Write(folder, "lexicons/promises/hedge.txt", "一般");
        Write(folder, "examples/z.md", "# z");
        Write(folder, "examples/a.md", "# a");
        Write(folder, "examples.md", "# first");

        var text = RubricFolder.Read(folder.Root).Text!;

        Assert.Equal(["parts/a.yaml", "parts/b.yaml"], text.Parts.Select(part => Name(folder, part.Path)));
        Assert.Equal(["lexicons/thanks.txt", "lexicons/promises/hedge.txt"], text.Lexicons.Select(lexicon => Name(folder, lexicon.Path)));
        Assert.Equal(["examples.md", "examples/a.md", "examples/z.md"], text.Examples.Select(page => Name(folder, page.Path)));
    }

    [Fact]
    public void Files_beside_the_rubrics_folders_are_not_read_whatever_its_parts_are_called()
    {
        using var folder = new TempFolder();
        Write(folder, "secret.yaml", "rules: {}");
        Write(folder, "shop/rubric.yaml", "parts: [../../secret]");
        Write(folder, "shop/lexicons/one/two/deep.txt", "您好");

        var text = RubricFolder.Read(folder["shop"]).Text!;

        Assert.Empty(text.Parts);
        Assert.Empty(text.Lexicons);
        Assert.Empty(text.Examples);
    }

    private static void Write(TempFolder folder, string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        folder.Write(name, text);
    }

    private static string Name(TempFolder folder, string path) => path[(folder.Root.Length + 1)..];
}
