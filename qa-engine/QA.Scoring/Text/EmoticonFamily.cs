namespace QA.Scoring.Text;

/// <summary>In which notation an emoticon was written.</summary>
public enum EmoticonFamily
{
    /// <summary>A Unicode emoji: 😊 ❤️ 🇨🇳 1️⃣</summary>
    Emoji,
    /// <summary>A name in square brackets, as chat programs export their stickers: [微笑] [OK]</summary>
    Bracket,
    /// <summary>A code of JD: #E-s21</summary>
    JdCode,
    /// <summary>A code of Wangwang: /:^_^ /:087</summary>
    Wangwang,
    /// <summary>A face made of letters and signs: :) ^_^ (*^▽^*) T_T</summary>
    Kaomoji,
}
