using System.Collections.Generic;

namespace QA.Scoring.Text;

internal sealed class PhraseIndex
{
    public PhraseIndex(IReadOnlyList<Lexicon> lexicons) => _ = lexicons;
}
