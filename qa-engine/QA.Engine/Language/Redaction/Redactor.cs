using System;
using System.Collections.Generic;
using System.Text;

namespace QA.Engine.Language.Redaction;

/// <summary>
/// Takes personal data out of chat text, Chinese above all. Rules, no model: what is taken out and why can be read in the files beside this one. Time grows with
/// the length of the text, whatever it holds. For any thread.
/// <para>
/// Looked for: e-mail addresses, Chinese identity cards (18 digits with ISO 7064 MOD 11-2, 15 in the old form), mobile numbers (spaced, in full width, in Chinese digits),
/// landlines and numbers with a country code, bank cards (Luhn and known first digits), passports and licence plates, order and parcel numbers, WeChat and QQ
/// ids after words that say so, postal addresses down to the street, recipients' names beside them.
/// </para>
/// <para>A mobile number in groups that stands in a row of other short numbers (160 165 138 1234 5678) is not told from them.</para>
/// <para>Left alone: prices, sizes, dates, model numbers, coupons, links; a city or district without a street; the names of agents and public hotlines of five digits.</para>
/// </summary>
internal sealed class Redactor(RedactionMode mode)
{
    // In the order of certainty: what an earlier one took, a later one leaves alone.
    private static readonly Action<PersonalSearch>[] Finders =
    [
        Emails.Find,
        IdentityCards.Find,
        BankCards.Find,
        PhoneNumbers.FindMobiles,
        PhoneNumbers.FindOthers,
        Passports.Find,
        Plates.Find,
        OrderNumbers.Find,
        Accounts.Find,
        ChineseAddresses.Find,
        EnglishAddresses.Find,
        Recipients.Find,
    ];

    /// <param name="text">Any UTF-16, also broken.</param>
    /// <returns>The same text where there was nothing.</returns>
    public RedactedText Redact(string text)
    {
        if (text.Length == 0)
            return new RedactedText(text, []);
        var search = new PersonalSearch(text);
        foreach (var find in Finders)
            find(search);
        var found = search.Found();
        if (found.Count == 0)
            return new RedactedText(text, []);
        return mode == RedactionMode.SameLength ? SameLength(text, found) : Typed(text, found, search.IsChinese || !search.HasLatin);
    }

    private static RedactedText SameLength(string text, List<PersonalPiece> found)
    {
        var masked = text.ToCharArray();
        var replacements = new Replacement[found.Count];
        for (var i = 0; i < replacements.Length; i++)
        {
            var (start, end, kind) = found[i];
            SameLengthMask.Write(kind, masked.AsSpan(start, end - start));
            replacements[i] = new Replacement(start, end - start, start, end - start, kind.Name);
        }

        return new RedactedText(new string(masked), replacements);
    }

    private static RedactedText Typed(string text, List<PersonalPiece> found, bool chinese)
    {
        var written = new StringBuilder(text.Length);
        var replacements = new Replacement[found.Count];
        var last = 0;
        for (var i = 0; i < replacements.Length; i++)
        {
            var (start, end, kind) = found[i];
            var word = chinese ? kind.Zh : kind.En;
            written.Append(text, last, start - last);
            replacements[i] = new Replacement(start, end - start, written.Length, word.Length, kind.Name);
            written.Append(word);
            last = end;
        }

        return new RedactedText(written.Append(text, last, text.Length - last).ToString(), replacements);
    }
}
