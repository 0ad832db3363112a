using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>How ticks are dealt with; null is what was not given.</summary>
public sealed record PeriodicPolicy
{
    private const int Year = 365 * 24 * 3600;
    private const int Hour = 3600;
    private const int MostFailures = 1000;

    public string? Overlap { get; init; }

    /// <summary>Seconds.</summary>
    public int? CatchUpWindow { get; init; }

    /// <summary>Seconds.</summary>
    public int? Jitter { get; init; }
    public int? PauseAfterFailures { get; init; }

    /// <summary>False: not given; then the bound stays as it is.</summary>
    public bool HasStartAt { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public bool HasEndAt { get; init; }
    public DateTimeOffset? EndAt { get; init; }

    /// <exception cref="SopsException">The message names what is out of its range.</exception>
    public PeriodicTaskRow ApplyTo(PeriodicTaskRow row)
    {
        var after = row with
        {
            Overlap = Overlap is null or PeriodicRules.Allow or PeriodicRules.Skip or PeriodicRules.BufferOne
                ? Overlap ?? row.Overlap
                : throw Invalid.Field(
                    "policy.overlap",
                    $"must be {PeriodicRules.Allow}, {PeriodicRules.Skip} or {PeriodicRules.BufferOne}"
                ),
            CatchUpWindow = Within("policy.catch_up_window", CatchUpWindow, Year) ?? row.CatchUpWindow,
            Jitter = Within("policy.jitter", Jitter, Hour) ?? row.Jitter,
            PauseAfterFailures =
                Within("policy.pause_after_failures", PauseAfterFailures, MostFailures) ?? row.PauseAfterFailures,
            StartAt = HasStartAt ? StartAt : row.StartAt,
            EndAt = HasEndAt ? EndAt : row.EndAt,
        };
        return after.EndAt <= after.StartAt
            ? throw Invalid.Field("policy.end_at", "must be later than start_at")
            : after;
    }

    private static int? Within(string field, int? given, int most) =>
        given is null or >= 0 && !(given > most) ? given : throw Invalid.Field(field, $"0 to {most}");
}
