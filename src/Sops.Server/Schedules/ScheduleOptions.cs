using Sops.Server.Hosting;

namespace Sops.Server.Schedules;

/// <summary>How many schedules a business may have: Sops:Limits:PeriodicTasks and Sops:Limits:ClockedTasks.</summary>
public sealed class ScheduleOptions
{
    /// <summary>bk-sops' own default.</summary>
    public int PeriodicTasks { get; } = 50;

    /// <summary>Those whose moment is still to come.</summary>
    public int ClockedTasks { get; } = 1000;

    /// <exception cref="StartRefusedException">One is below 1.</exception>
    public ScheduleOptions(IConfiguration settings)
    {
        PeriodicTasks = Read(settings, nameof(PeriodicTasks), PeriodicTasks);
        ClockedTasks = Read(settings, nameof(ClockedTasks), ClockedTasks);
    }

    private static int Read(IConfiguration settings, string name, int otherwise)
    {
        var key = $"Sops:Limits:{name}";
        return settings[key] is not { Length: > 0 } text ? otherwise
            : int.TryParse(text, out var given) && given > 0 ? given
            : throw new StartRefusedException($"{key} must be a number of at least 1.");
    }
}
