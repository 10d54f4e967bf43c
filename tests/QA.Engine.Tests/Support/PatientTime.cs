using System;

namespace QA.Engine.Tests.Support;

/// <summary>The system's clock with a watch that stands still: a search that looks at it now and then never runs out of patience, however slow the machine is.</summary>
internal sealed class PatientTime : TimeProvider
{
    public override long GetTimestamp() => 0;
}
