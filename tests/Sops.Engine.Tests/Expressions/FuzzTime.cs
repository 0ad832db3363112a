using System.Globalization;

namespace Sops.Engine.Tests.Expressions;

/// <summary>How long random tests run: 5 seconds in all, or a minute where CI is set, or SOPS_FUZZ_SECONDS.</summary>
internal static class FuzzTime
{
    private static readonly double Seconds =
        double.TryParse(
            Environment.GetEnvironmentVariable("SOPS_FUZZ_SECONDS"),
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
        : Environment.GetEnvironmentVariable("CI") == "true" ? 60
        : 5;

    public static TimeSpan Share(double part) => TimeSpan.FromSeconds(Seconds * part);
}
