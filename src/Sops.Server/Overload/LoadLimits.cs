using Sops.Server.Hosting;
using Sops.Storage;

namespace Sops.Server.Overload;

/// <summary>How much the service takes on at once before it refuses new calls: settings under Sops:Limits.</summary>
public sealed class LoadLimits
{
    /// <summary>Calls under way that make tasks.</summary>
    public int NewTaskCalls { get; }

    /// <summary>Calls under way that change something else, of tasks that are there above all.</summary>
    public int ChangeCalls { get; }

    /// <summary>Calls under way that only read.</summary>
    public int ReadCalls { get; }

    /// <summary>How long calls may take; while most take longer, fewer are let in.</summary>
    public TimeSpan CallTime { get; }

    /// <summary>Streams that are open.</summary>
    public int Watches { get; }

    /// <summary>Calls that wait for their turn in one task.</summary>
    public int TaskCalls { get; }

    /// <summary>Writes that wait for the committer while a call that changes something is still let in.</summary>
    public int WaitingWrites { get; }

    /// <summary>Work of running tasks that is due and not done while more tasks are still made and started.</summary>
    public int DueWork { get; }

    /// <exception cref="StartRefusedException">One is no number, or out of its range.</exception>
    public LoadLimits(IConfiguration settings)
    {
        var section = settings.GetSection("Sops:Limits");
        NewTaskCalls = Number(section, nameof(NewTaskCalls), 1024);
        ChangeCalls = Number(section, nameof(ChangeCalls), 1024);
        ReadCalls = Number(section, nameof(ReadCalls), 1024);
        CallTime = TimeSpan.FromMilliseconds(Number(section, "CallMilliseconds", 200));
        Watches = Number(section, nameof(Watches), 20_000);
        TaskCalls = Number(section, nameof(TaskCalls), 256);
        WaitingWrites = Number(section, nameof(WaitingWrites), 2048, GroupCommitter.MostWaiting);
        DueWork = Number(section, nameof(DueWork), 20_000);
    }

    private static int Number(IConfigurationSection section, string key, int otherwise, int most = 1_000_000) =>
        section.Number(key, 1, most) ?? otherwise;
}
