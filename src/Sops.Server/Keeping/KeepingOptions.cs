using System.Globalization;
using Sops.Server.Hosting;

namespace Sops.Server.Keeping;

/// <summary>How long things are kept: settings under Sops:Keeping.</summary>
public sealed class KeepingOptions
{
    private const int MaxDays = 36500;

    /// <summary>Records of who did what.</summary>
    public TimeSpan Operations { get; }

    /// <summary>What became of the ticks of periodic tasks.</summary>
    public TimeSpan PeriodicRuns { get; }

    /// <summary>Tasks that have ended; null: for ever.</summary>
    public TimeSpan? FinishedTasks { get; }

    /// <summary>So many of the tasks that ended last are kept; null: all.</summary>
    public int? MostFinishedTasks { get; }

    /// <exception cref="StartRefusedException">One is no number, or out of its range.</exception>
    public KeepingOptions(IConfiguration settings)
    {
        var section = settings.GetSection("Sops:Keeping");
        section.RequireKnown("OperationDays", "PeriodicRunDays", "FinishedTaskDays", "FinishedTasks");
        Operations = TimeSpan.FromDays(Number(section, "OperationDays", 1, MaxDays) ?? 180);
        PeriodicRuns = TimeSpan.FromDays(Number(section, "PeriodicRunDays", 1, MaxDays) ?? 180);
        FinishedTasks = Number(section, "FinishedTaskDays", 1, MaxDays) is { } days ? TimeSpan.FromDays(days) : null;
        MostFinishedTasks = Number(section, "FinishedTasks", 0, int.MaxValue);
    }

    private static int? Number(IConfigurationSection section, string key, int least, int most) =>
        section[key] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw section.GetSection(key).Refused($"a number from {least} to {most}");
}
