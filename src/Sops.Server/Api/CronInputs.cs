using Sops.Schedules;
using Sops.Server.Schedules;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What callers give of a schedule.</summary>
internal static class CronInputs
{
    /// <summary>A field that was not given is every one.</summary>
    /// <exception cref="SopsException">The message is what is wrong, the violation names the field.</exception>
    public static CronFields Fields(V1.Cron? cron)
    {
        const string every = "*";
        cron ??= new V1.Cron();
        try
        {
            return CronFields.Parse(
                cron.HasMinute ? cron.Minute : every,
                cron.HasHour ? cron.Hour : every,
                cron.HasDayOfWeek ? cron.DayOfWeek : every,
                cron.HasDayOfMonth ? cron.DayOfMonth : every,
                cron.HasMonthOfYear ? cron.MonthOfYear : every
            );
        }
        catch (CronRefusedException e)
        {
            var field = e.Field == "cron" ? e.Field : $"cron.{e.Field}";
            throw SopsException.Invalid("CRON_INVALID", e.Message, new FieldViolation(field, e.Message));
        }
    }

    public static PeriodicPolicy Policy(SchedulePolicy? policy, Times times) =>
        policy is null
            ? new PeriodicPolicy()
            : new PeriodicPolicy
            {
                Overlap = policy.HasOverlap ? policy.Overlap : null,
                CatchUpWindow = policy.HasCatchUpWindow ? policy.CatchUpWindow : null,
                Jitter = policy.HasJitter ? policy.Jitter : null,
                PauseAfterFailures = policy.HasPauseAfterFailures ? policy.PauseAfterFailures : null,
                HasStartAt = policy.HasStartAt,
                StartAt = Bound("policy.start_at", policy.StartAt, times),
                HasEndAt = policy.HasEndAt,
                EndAt = Bound("policy.end_at", policy.EndAt, times),
            };

    private static DateTimeOffset? Bound(string field, string text, Times times) =>
        text.Length == 0 ? null : times.Parse(field, text);
}
