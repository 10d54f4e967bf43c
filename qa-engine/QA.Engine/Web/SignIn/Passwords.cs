using Microsoft.AspNetCore.Identity;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.SignIn;

/// <summary>Passwords by ASP.NET Core's own hasher.</summary>
internal sealed class Passwords
{
    /// <summary>Long rather than odd: NIST SP 800-63B, 5.1.1.</summary>
    public const int Shortest = 10;

    public const int Longest = 256;

    private readonly PasswordHasher<Passwords> _hasher = new();
    private readonly string _nobodys;

    public Passwords() => _nobodys = Hash("the password of nobody");

    public string Hash(string password) => _hasher.HashPassword(this, password);

    /// <summary>Takes as long for a name that nobody has: how long an answer takes must not tell which names there are.</summary>
    public PasswordVerificationResult Check(Account? account, string password)
    {
        var result = _hasher.VerifyHashedPassword(this, account?.Password ?? _nobodys, password);
        return account?.Password is null ? PasswordVerificationResult.Failed : result;
    }
}
