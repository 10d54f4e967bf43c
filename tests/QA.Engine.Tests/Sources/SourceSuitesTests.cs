using System;
using System.Linq;
using QA.Engine.Sources;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class SourceSuitesTests
{
    [Fact]
    public void Every_kind_of_source_passes_the_shared_suite()
    {
        var suites = typeof(SourceContract).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(SourceContract)) && !type.IsAbstract)
            .Select(type => type.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var kind in SourceKinds.All)
            Assert.True(suites.Contains(kind.Name + "SourceTests"), $"the kind '{kind.Name}' has no suite: write {kind.Name}SourceTests : SourceContract");
    }
}
