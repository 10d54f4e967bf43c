using System;

namespace QA.Engine.Storage;

/// <summary>The store cannot be used; the message tells people what is wrong and what would be right.</summary>
internal sealed class StoreException : Exception
{
    public StoreException()
    {
    }

    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
