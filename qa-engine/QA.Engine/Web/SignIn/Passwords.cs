using Microsoft.AspNetCore.Identity;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.SignIn;

/// <summary>Passwords by ASP.NET Core's own hasher.</summary>
internal sealed class Passwords
{
    /// <summary>Long rather than odd: NIST SP 800-63B, 5.1.1.</summary>
    public const int Shortest = 10;

    public const int Longest = 256;

    private static readonly PasswordHasher<Passwords> Hasher = new();
    private static readonly string Nobodys = Hasher.HashPassword(new Passwords(), "the password of nobody");

    public string Hash(string password) => Hasher.HashPassword(this, password);

    /// <summary>What is wrong with a new password.</summary>
    /// <param name="again">As it was typed the second time.</param>
    /// <returns>Null: nothing.</returns>
    public static string? Problem(Visit visit, string password, string again) => password.Length switch
    {
        < Shortest => visit.Say($"密码至少要 {Shortest} 个字符。", $"A password needs at least {Shortest} characters."),
        > Longest => visit.Say($"密码最多 {Longest} 个字符。", $"A password has at most {Longest} characters."),
        _ => password == again ? null : visit.Say("两次输入的密码不一样。", "The two passwords differ."),
    };

    /// <summary>Takes as long for a name that nobody has: how long an answer takes must not tell which names there are.</summary>
    public PasswordVerificationResult Check(Account? account, string password)
    {
        var result = Hasher.VerifyHashedPassword(this, account?.Password ?? Nobodys, password);
        return account?.Password is null ? PasswordVerificationResult.Failed : result;
    }
}
