namespace QA.Engine.Language.Redaction;

/// <summary>What stands in the place of personal data.</summary>
internal enum RedactionMode
{
    /// <summary>Its kind in words, <c>[手机号]</c>: for text that leaves the house, where a reader should know what was there. Lengths change.</summary>
    Typed,

    /// <summary>Something of the same shape and length (<see cref="SameLengthMask"/>): for text that is kept, where findings point at offsets.</summary>
    SameLength,
}
