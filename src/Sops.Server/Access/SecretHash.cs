using System.Globalization;
using System.Security.Cryptography;

namespace Sops.Server.Access;

/// <summary>
/// What the settings keep of an app's secret: enough to know it again, and of no use to whoever reads the settings.
/// Written as pbkdf2-sha256$iterations$salt$hash, the last two in Base64.
/// </summary>
public sealed class SecretHash
{
    /// <summary>What a new hash costs, a fraction of a second; an older text keeps its own.</summary>
    public const int NewIterations = 210_000;
    private const int FewestIterations = 1_000;
    private const int MostIterations = 10_000_000;
    private const int Bytes = 32;
    private const string Kind = "pbkdf2-sha256";

    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private SecretHash(int iterations, byte[] salt, byte[] hash) =>
        (Iterations, _salt, _hash) = (iterations, salt, hash);

    public int Iterations { get; }

    public static SecretHash Of(string secret, int iterations = NewIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(Bytes / 2);
        return new SecretHash(iterations, salt, Derive(secret, salt, iterations));
    }

    /// <summary>What no secret matches, at the price of one that could.</summary>
    public static SecretHash OfNothing(int iterations) =>
        new(iterations, RandomNumberGenerator.GetBytes(Bytes / 2), RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Null where the text is no such hash.</summary>
    public static SecretHash? Parse(string text)
    {
        if (
            text.Split('$') is not [Kind, var count, var salt, var hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < FewestIterations or > MostIterations
        )
        {
            return null;
        }
        try
        {
            var parsed = new SecretHash(iterations, Convert.FromBase64String(salt), Convert.FromBase64String(hash));
            return parsed._salt.Length >= Bytes / 4 && parsed._hash.Length == Bytes ? parsed : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Takes long on purpose, and as long for a wrong secret as for the right one.</summary>
    public bool Matches(string secret) =>
        CryptographicOperations.FixedTimeEquals(_hash, Derive(secret, _salt, Iterations));

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Kind}${Iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}"
        );

    private static byte[] Derive(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA256, Bytes);
}
