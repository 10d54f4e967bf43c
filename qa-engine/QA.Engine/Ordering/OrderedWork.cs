using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace QA.Engine.Ordering;

/// <summary>
/// Does independent pieces of work on several threads and hands the results on one at a time, in the order of the pieces, so
/// that no result depends on the number of threads. At most four pieces a thread are under way: memory is bounded however slow
/// the taker is.
/// </summary>
/// <typeparam name="TPiece">A piece of work.</typeparam>
/// <typeparam name="TResult">What becomes of it.</typeparam>
/// <param name="newWorker">Makes what one thread works with; called once a thread.</param>
/// <param name="take">Takes a result; never called twice at once.</param>
internal sealed class OrderedWork<TPiece, TResult>(Func<Func<TPiece, TResult>> newWorker, Action<TResult> take)
{
    private const int AheadPerThread = 4;
    private readonly Lock _giving = new();
    private readonly object _gate = new();
    private IEnumerator<TPiece>? _pieces;
    private TResult[] _done = [];
    private bool[] _isDone = [];
    private long _given;
    private long _taken;
    private bool _taking;
    private bool _stopped;
    private Exception? _failure;

    /// <summary>Returns when all pieces are done and taken, or when those under way are after a cancellation.</summary>
    /// <param name="pieces">Drawn one at a time, from any of the threads.</param>
    /// <param name="threads">At least 1, the caller's own among them.</param>
    /// <exception cref="OperationCanceledException">It was cancelled. What had been drawn is done and taken.</exception>
    public void Run(IEnumerable<TPiece> pieces, int threads, CancellationToken cancellation)
    {
        using (_pieces = pieces.GetEnumerator())
        {
            _done = new TResult[threads * AheadPerThread];
            _isDone = new bool[threads * AheadPerThread];
            (_given, _taken, _taking, _stopped, _failure) = (0, 0, false, false, null);
            var others = new Thread[threads - 1];
            for (var i = 0; i < others.Length; i++)
            {
                others[i] = new Thread(() => Work(cancellation)) { IsBackground = true, Name = $"work {i + 2}" };
                others[i].Start();
            }

            Work(cancellation);
            foreach (var other in others)
                other.Join();
        }

        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Work(CancellationToken cancellation)
    {
        try
        {
            var work = newWorker();
            while (Draw(cancellation, out var piece, out var place))
                Hand(work(piece), place);
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _failure ??= e;
                _stopped = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool Draw(CancellationToken cancellation, out TPiece piece, out long place)
    {
        lock (_giving)
        {
            piece = default!;
            place = _given;
            if (Volatile.Read(ref _stopped) || cancellation.IsCancellationRequested || !_pieces!.MoveNext())
                return false;
            piece = _pieces.Current;
            _given++;
            return true;
        }
    }

    private void Hand(TResult result, long place)
    {
        var slots = _done.Length;
        lock (_gate)
        {
            while (place - _taken >= slots && !_stopped)
                Monitor.Wait(_gate);
            if (_stopped)
                return;
            (_done[place % slots], _isDone[place % slots]) = (result, true);

            // Whoever is taking takes this one as well.
            if (_taking)
                return;
            _taking = true;
        }

        while (true)
        {
            TResult next;
            lock (_gate)
            {
                if (_stopped || !_isDone[_taken % slots])
                {
                    _taking = false;
                    return;
                }

                next = _done[_taken % slots];
                (_done[_taken % slots], _isDone[_taken % slots]) = (default!, false);
            }

            take(next);
            lock (_gate)
            {
                _taken++;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
