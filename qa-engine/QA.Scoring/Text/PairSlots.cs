using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QA.Scoring.Text;

/// <summary>A place of its own for each of some pairs of characters, found at the first look.</summary>
/// <remarks>
/// Hash and displace (Fox, Heath, Chen, Daoud 1992): pairs that share a group are shifted together until each falls on a free slot, the
/// large groups first. To look one up takes two reads and no search, so nothing depends on a branch that cannot be foreseen.
/// </remarks>
internal sealed class PairSlots
{
    private const int PairsPerGroup = 4;
    private const int GroupShift = 32;

    private readonly ushort[] _shifts;
    private readonly uint[] _pairs;

    /// <param name="pairs">Each once; none of them 0.</param>
    public PairSlots(IReadOnlyList<uint> pairs)
    {
        _shifts = new ushort[(int)BitOperations.RoundUpToPowerOf2((uint)(pairs.Count / PairsPerGroup) + 1)];
        var groups = new List<uint>[_shifts.Length];
        for (var i = 0; i < groups.Length; i++)
            groups[i] = [];
        foreach (var pair in pairs)
            groups[GroupOf(Hash(pair))].Add(pair);
        Array.Sort(groups, static (a, b) => a.Count.CompareTo(b.Count));
        Array.Reverse(groups);

        // A quarter free as a rule: with less room the last groups would be shifted for long.
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)(pairs.Count + (pairs.Count / 4)) + 1);
        _pairs = new uint[slots];
        while (!Array.TrueForAll(groups, Place))
        {
            slots *= 2;
            _pairs = new uint[slots];
        }
    }

    /// <summary>How many slots there are.</summary>
    public int Count => _pairs.Length;

    /// <summary>The tables at hand, for many pairs in a row.</summary>
    public Reader Read() => new(this);

    // Pair 0 stands for a free slot.
    private bool Place(List<uint> group)
    {
        if (group.Count == 0)
            return true;
        for (var shift = 0; shift <= ushort.MaxValue; shift++)
        {
            var placed = 0;
            while (placed < group.Count && _pairs[SlotOf(Hash(group[placed]), (ushort)shift)] == 0)
            {
                _pairs[SlotOf(Hash(group[placed]), (ushort)shift)] = group[placed];
                placed++;
            }

            if (placed == group.Count)
            {
                _shifts[GroupOf(Hash(group[0]))] = (ushort)shift;
                return true;
            }

            while (placed-- > 0)
                _pairs[SlotOf(Hash(group[placed]), (ushort)shift)] = 0;
        }

        return false;
    }

    private static ulong Hash(uint pair) => pair * 0x9E3779B97F4A7C15UL;

    private int GroupOf(ulong hash) => (int)(hash >> GroupShift) & (_shifts.Length - 1);

    private int SlotOf(ulong hash, ushort shift) => SlotOf(hash, shift, _pairs.Length - 1);

    // The highest bits are the best mixed.
    private static int SlotOf(ulong hash, ushort shift, int mask) => (int)((hash >> 40) + (shift * ((hash >> 20) | 1))) & mask;

    /// <summary>Looks pairs up.</summary>
    public readonly ref struct Reader(PairSlots slots)
    {
        private readonly ref ushort _shifts = ref MemoryMarshal.GetArrayDataReference(slots._shifts);
        private readonly ref uint _pairs = ref MemoryMarshal.GetArrayDataReference(slots._pairs);
        private readonly int _groupMask = slots._shifts.Length - 1;
        private readonly int _slotMask = slots._pairs.Length - 1;

        /// <summary>The slot of a pair; another number where it is none of the pairs.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int SlotOf(uint pair, int otherwise)
        {
            var hash = Hash(pair);
            var slot = PairSlots.SlotOf(hash, Unsafe.Add(ref _shifts, (int)(hash >> GroupShift) & _groupMask), _slotMask);

            // All ones for one of the pairs, else all zeros. A branch would be foreseen in one of two cases.
            var known = (int)(((long)(Unsafe.Add(ref _pairs, slot) ^ pair) - 1) >> 63);
            return otherwise + ((slot - otherwise) & known);
        }
    }
}
