namespace QA.Engine.Language.Redaction;

/// <summary>Numbers of passports and permits, where words say that they are: by themselves they look like any code.</summary>
internal static class Passports
{
    private static readonly string[] Words = ["护照", "通行证", "证件", "军官证", "回乡证", "passport", "passport number", "passport no"];

    public static void Find(PersonalSearch search)
    {
        foreach (var run in search.Runs)
        {
            // One or two letters and seven to nine digits: E12345678, EA1234567, C12345678, 123456789.
            var start = run.Start;
            while (run.Start - start < 3 && char.IsAsciiLetter(search.At(start - 1)))
                start--;
            if (run.Length is >= 7 and <= 9 && run.Start - start <= 2 && search.StandsAlone(start, run.End) && search.Follows(start, Words))
                search.Take(start, run.End, PersonalKind.Passport);
        }
    }
}
