using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>A labels file, held against the chats it is about.</summary>
internal sealed class Reader
{
    private readonly LineFile<LabelledChat> _labels;
    private readonly LineFile<Conversation>? _chats;
    private readonly Action<string> _setAside;
    private readonly Dictionary<(string Chat, string Criterion), RaterWord> _words = [];

    public Reader(LineFile<LabelledChat> labels, HashSet<string> known, LineFile<Conversation>? chats, Action<string> setAside)
    {
        (_labels, _chats, _setAside) = (labels, chats, setAside);
        var ids = new List<string>();
        foreach (var (id, (chat, line)) in labels.ById.OrderBy(chat => chat.Value.Line))
        {
            if (chats is not null && !chats.ById.ContainsKey(id))
            {
                setAside($"{labels.Path}:{line}: '{id}' is not in {chats.Path}; check the id, or name the chats with --chats");
                continue;
            }

            ids.Add(id);
            foreach (var (criterion, label) in chat.Labels.Where(label => known.Contains(label.Key)))
            {
                if (label.Message is { } message && chats?.ById[id].Value.Messages.Count is { } count && message >= count)
                    setAside($"{labels.Path}:{line}: labels.{criterion}: there is no message {message}; '{id}' has {count}, counted from 0");
                else if (RaterWord.Of(label, chat.Note) is { } word)
                    _words[(id, criterion)] = word;
            }
        }

        Ids = ids;
    }

    /// <summary>Of the conversations that are labelled and at hand, in the order of the file.</summary>
    public IReadOnlyList<string> Ids { get; }

    public bool Has(string id) => _labels.ById.ContainsKey(id) && (_chats is null || _chats.ById.ContainsKey(id));

    public Conversation? Chat(string id) => _chats?.ById[id].Value;

    /// <summary>Null where the reader did not judge it.</summary>
    public RaterWord? Word(string id, string criterion) => _words.GetValueOrDefault((id, criterion));

    public void ReportMissingIn(Reader other)
    {
        foreach (var id in Ids.Where(id => !other.Has(id)))
            _setAside($"{_labels.Path}:{_labels.ById[id].Line}: '{id}' has no label in {other._labels.Path}; it is compared with nothing");
    }
}
