using Microsoft.AspNetCore.Identity;
using QA.Engine.Storage.People;

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

    /// <summary>Takes as long for a name that nobody has: how long an answer takes must not tell which names there are.</summary>
    public PasswordVerificationResult Check(Account? account, string password)
    {
        var result = Hasher.VerifyHashedPassword(this, account?.Password ?? Nobodys, password);
        return account?.Password is null ? PasswordVerificationResult.Failed : result;
    }
}
