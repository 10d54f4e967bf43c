using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;
using QA.Scoring;

namespace QA.Engine.Language.Azure;

/// <summary>
/// Answers by what was asked, so that 好的 is paid for once. Bounded in number and in memory; what was not asked for longest goes first. For any thread.
/// </summary>
/// <param name="entries">0: nothing is kept.</param>
/// <param name="bytes">An estimate of what the answers take.</param>
internal sealed class SentimentCache(int entries, long bytes)
{
    // Bytes with headers and the places in this cache. Measured with 40,000 answers: 410, 56 more for each sentence, 96 more for each opinion with its judgement;
    // the lists of real answers have room to grow as well.
    private const int AnAnswer = 450;
    private const int ASentence = 100;
    private const int AnOpinion = 120;
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, Sentiment Answer, int Bytes)>> _byKey = [];
    private readonly LinkedList<(Key Key, Sentiment Answer, int Bytes)> _byUse = new();
    private long _bytes;

    /// <summary>How many answers are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _byKey.Count;
        }
    }

    /// <summary>The key of a text: only its SHA-256 is kept, never the text.</summary>
    /// <param name="text">As it is sent: redacted.</param>
    /// <param name="model">The model version that is asked for.</param>
    public static Key KeyOf(string text, string language, string model)
    {
        // Lengths first, so that no two triples make the same bytes.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (string[])[model, language, text])
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(MemoryMarshal.AsBytes(part.AsSpan()));
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new Key(BinaryPrimitives.ReadUInt128LittleEndian(digest), BinaryPrimitives.ReadUInt128LittleEndian(digest[16..]));
    }

    public Sentiment? Find(Key key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    public void Keep(Key key, Sentiment answer)
    {
        var size = AnAnswer + answer.Sentences.Sum(static sentence => ASentence + (AnOpinion * sentence.Opinions.Sum(static opinion => 1 + opinion.Assessments.Count)));
        lock (_gate)
        {
            if (entries == 0 || size > bytes || _byKey.ContainsKey(key))
                return;
            _byKey.Add(key, _byUse.AddFirst((key, answer, size)));
            _bytes += size;
            while (_byKey.Count > entries || _bytes > bytes)
            {
                var oldest = _byUse.Last!;
                _byUse.RemoveLast();
                _byKey.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.Bytes;
            }
        }
    }

    internal readonly record struct Key(UInt128 High, UInt128 Low);
}
