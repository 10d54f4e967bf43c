using System;

namespace QA.Engine.Storage;

/// <summary>A worker tried to save under a lease that is another's by now, because it was silent for too long.</summary>
internal sealed class LeaseLostException : Exception
{
    public LeaseLostException()
    {
    }

    public LeaseLostException(string message)
        : base(message)
    {
    }

    public LeaseLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
