using System.Globalization;

namespace Sops.Engine.Tests.Properties;

/// <summary>How long the properties are tried.</summary>
internal static class Budget
{
    private const int Usual = 15;
    private const int Ci = 60;

    /// <summary>For one property, by its share in the whole.</summary>
    public static int Seconds(double share)
    {
        var given = Environment.GetEnvironmentVariable("SOPS_PROPERTY_SECONDS");
        var all =
            given is { Length: > 0 } ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.GetEnvironmentVariable("CI") == "true" ? Ci
            : Usual;
        return Math.Max(1, (int)(all * share));
    }
}
