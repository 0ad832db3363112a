using Sops.Engine.Plugins;

namespace Sops.Server.Tests.Overload;

/// <summary>A component whose calls go on until they are let go.</summary>
internal sealed class Held : IPlugin
{
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public PluginInfo Info { get; } = new("held", ["legacy"], "held", "test", "", [], []);

    public void LetGo() => _letGo.SetResult();

    public async ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        await _letGo.Task.WaitAsync(cancellation);
        return PluginResult.Succeed();
    }
}
