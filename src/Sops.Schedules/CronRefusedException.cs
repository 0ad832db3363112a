namespace Sops.Schedules;

/// <summary>Tells what is wrong with a cron that somebody gave, in bk-sops' words where it has any.</summary>
/// <param name="field">minute, hour, day_of_week, day_of_month or month_of_year; cron where each is right by itself.</param>
public sealed class CronRefusedException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
