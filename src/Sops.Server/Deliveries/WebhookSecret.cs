using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sops.Server.Deliveries;

/// <summary>What a receiver proves with that a delivery is ours: Standard Webhooks' symmetric form.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Value of the header webhook-signature.</summary>
    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }
}
