using System.Globalization;
using Sops.Server.Hosting;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What businesses are called (setting Sops:Businesses:BUSINESS:Name), for the answers that show it.</summary>
public sealed class BusinessNames(IConfiguration configuration)
{
    private readonly Dictionary<long, string> _names = configuration
        .GetSection("Sops:Businesses")
        .GetChildren()
        .Where(business => !string.IsNullOrEmpty(business["Name"]))
        .ToDictionary(Id, business => business["Name"]!);

    /// <summary>"" where it has none.</summary>
    public string Text(long businessId) => _names.GetValueOrDefault(businessId, "");

    /// <summary>A JSON string; null where it has none.</summary>
    public JsonValue Json(long businessId) => Values.Of(_names.GetValueOrDefault(businessId));

    private static long Id(IConfigurationSection business) =>
        long.TryParse(business.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw new StartRefusedException(
                $"Sops:Businesses:{business.Key}: {business.Key} is no id of a business."
            );
}
