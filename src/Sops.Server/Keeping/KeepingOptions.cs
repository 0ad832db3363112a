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
        Operations = TimeSpan.FromDays(section.Number("OperationDays", 1, MaxDays) ?? 180);
        PeriodicRuns = TimeSpan.FromDays(section.Number("PeriodicRunDays", 1, MaxDays) ?? 180);
        FinishedTasks = section.Number("FinishedTaskDays", 1, MaxDays) is { } days ? TimeSpan.FromDays(days) : null;
        MostFinishedTasks = section.Number("FinishedTasks", 0, int.MaxValue);
    }
}
