using System;

namespace QA.Engine.Storage;

/// <summary>The store cannot be reached or written for now: a server that is down, a full disk. Nothing of the call was kept; trying again may help.</summary>
internal sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
