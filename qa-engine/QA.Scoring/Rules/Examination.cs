using System;

namespace QA.Scoring.Rules;

internal sealed class View { public (int From, int To)? Bounds => null; }

public sealed class Examination
{
    internal View View => throw new NotSupportedException();
    internal ReadOnlySpan<Mark> Found(Settings.RuleReference rule) => throw new NotSupportedException();
    internal void Append(in Mark mark) => throw new NotSupportedException();
    internal int FoldedLength(int message) => throw new NotSupportedException();
    internal void Gather(Expression condition, ref FindingList findings) => throw new NotSupportedException();
}
