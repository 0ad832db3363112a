using System.Globalization;
using System.Threading.RateLimiting;
using Sops.Server.Hosting;

namespace Sops.Server.Access;

/// <summary>How many calls a second each app may make, in open mode each user; as many as it likes unless Sops:RateLimits says so.</summary>
public sealed class CallRates : IDisposable
{
    private readonly PartitionedRateLimiter<Caller>? _limiter;

    private CallRates(PartitionedRateLimiter<Caller>? limiter) => _limiter = limiter;

    /// <exception cref="StartRefusedException">A setting makes no sense; the message names its key.</exception>
    public static CallRates Read(IConfiguration settings)
    {
        var section = settings.GetSection("Sops:RateLimits");
        var unknown = section.GetChildren().FirstOrDefault(c => !IsKey(c.Key));
        if (unknown is not null)
        {
            throw new StartRefusedException($"{unknown.Path}: is no setting; here are PermitsPerSecond, Burst, Queue.");
        }
        var perSecond = Number(section, "PermitsPerSecond", 0.001, 1_000_000, 0);
        var tokens = Math.Ceiling(perSecond);
        var burst = Number(section, "Burst", 1, 1_000_000, Math.Max(1, tokens));
        var queue = Number(section, "Queue", 0, 1_000_000, 0);
        if (perSecond == 0)
        {
            return section.GetChildren().Any()
                ? throw new StartRefusedException("Sops:RateLimits:PermitsPerSecond: is missing.")
                : new CallRates(null);
        }
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = (int)burst,
            TokensPerPeriod = (int)tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / perSecond),
            QueueLimit = (int)queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
        return new CallRates(
            PartitionedRateLimiter.Create<Caller, string>(caller =>
                RateLimitPartition.GetTokenBucketLimiter(caller.App?.Code ?? caller.User, _ => options)
            )
        );
    }

    /// <summary>Waits for the caller's turn where the settings have a queue.</summary>
    /// <exception cref="SopsException">There is no room.</exception>
    public async ValueTask RequireAsync(Caller caller, CancellationToken cancellation)
    {
        if (_limiter is null)
        {
            return;
        }
        using var lease = await _limiter.AcquireAsync(caller, 1, cancellation);
        if (!lease.IsAcquired)
        {
            throw new SopsException(FailureKind.ResourceExhausted, "RATE_LIMITED", "too many calls; repeat later")
            {
                RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? wait
                    : TimeSpan.FromSeconds(1),
            };
        }
    }

    public void Dispose() => _limiter?.Dispose();

    private static bool IsKey(string key) =>
        new[] { "PermitsPerSecond", "Burst", "Queue" }.Contains(key, StringComparer.OrdinalIgnoreCase);

    private static double Number(IConfigurationSection section, string key, double least, double most, double none)
    {
        if (section[key] is not { } text)
        {
            return none;
        }
        var whole = least is 0 or 1;
        return
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
            && (!whole || number == Math.Floor(number))
            ? number
            : throw new StartRefusedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{section.Path}:{key}: a {(whole ? "whole " : "")}number from {least} to {most}."
                )
            );
    }
}
