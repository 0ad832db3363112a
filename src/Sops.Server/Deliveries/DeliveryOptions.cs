using System.Globalization;
using Sops.Server.Hosting;

namespace Sops.Server.Deliveries;

/// <summary>Settings of the deliveries.</summary>
public sealed record DeliveryOptions
{
    private const string Key = "Sops:Webhooks:MaxAttempts";
    private const int Most = 100;

    /// <summary>After so many a delivery is dead.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <exception cref="StartRefusedException">One cannot be read.</exception>
    public static DeliveryOptions Of(IConfiguration settings) =>
        settings[Key] is not { } text ? new()
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts)
        && attempts is > 0 and <= Most
            ? new() { MaxAttempts = attempts }
        : throw new StartRefusedException($"{Key}: a number from 1 to {Most}.");
}
