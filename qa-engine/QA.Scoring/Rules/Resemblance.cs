using System;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Finds messages like the sentences a model was trained on, and the words in them that speak most for it.</summary>
internal sealed class Resemblance : UnitRule
{
    private readonly Reading _reading;
    private readonly ModelReference? _model;
    private readonly int _surer;
    private readonly int _atLeast;

    private Resemblance(SettingReader settings)
    {
        _model = settings.Model("model", "The model: a file of sentences in models/ that it was trained on.");
        _surer = settings.Integer("surer", "How many thousandths above the model's own threshold a message must be.", 0, atMost: 10_000);
        _atLeast = settings.Integer("at-least", "How many such messages there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
    }

    public static RuleKind Kind { get; } = new("resembles", "Messages like the sentences a small model was trained on, where people say one thing in too many ways for a list.", settings => new Resemblance(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _atLeast);

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        if (!IsLike(chat, from, out var mark) || _reading.Refuses(chat, mark) != MissReason.None)
            return 0;
        findings.Add(mark);
        return 1;
    }

    internal override NearMiss? Nearest(Examination chat)
    {
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        NearMiss? best = null;
        for (var i = chat.View.From; i < chat.View.To; i++)
        {
            // A model knows the speakers it was trained on; what it says of others means nothing.
            if (!_reading.IsRead(chat, i) || !IsLike(chat, i, out var mark))
                continue;
            var reason = _reading.WhyNot(chat, mark, windows, out var distance);
            if (reason == MissReason.None && windows.Count > 0)
                reason = MissReason.TooFew;
            if (reason != MissReason.None)
                NearMiss.Keep(ref best, new NearMiss(mark, reason, distance));
        }

        return best;
    }

    private bool IsLike(Examination chat, int message, out Mark mark)
    {
        mark = default;
        if (_model is null || chat.Conversation.MessageArray[message].Kind != MessageKind.Text)
            return false;
        ref readonly var likeness = ref chat.LikenessOf(message, _model.Set, _model.Index);
        if (likeness.Margin < _surer)
            return false;
        var piece = chat.Folded(message)[likeness.From..likeness.To];
        var (from, to) = chat.Rubric.ModelSets[_model.Set].Strongest(_model.Index, piece);
        mark = new Mark(message, likeness.From + from, likeness.From + to, -1);
        return true;
    }
}
