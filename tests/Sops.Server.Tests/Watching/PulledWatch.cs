using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Watching;

/// <summary>A watch of a task that goes on to its next message only once it is asked for it, however late.</summary>
internal sealed class PulledWatch : IAsyncDisposable
{
    private static readonly TimeSpan NoHeartbeat = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _ends = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly Channel<Watched<string>> _told = Channel.CreateUnbounded<Watched<string>>();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Task _followed;

    private PulledWatch(TaskWatch watch, long taskId) => _followed = FollowAsync(watch, taskId);

    public Watched<string> Current { get; private set; } = new(-1);

    /// <summary>One that has its snapshot.</summary>
    public static async Task<PulledWatch> BeginAsync(SopsApp app, StartedRun task)
    {
        var watch = new PulledWatch(app.Services.GetRequiredService<TaskWatch>(), task.Id);
        Assert.True(await watch.MoveNextAsync());
        return watch;
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        if (Current.Revision >= 0)
        {
            _asked.Release();
        }
        if (await _told.Reader.WaitToReadAsync(_ends.Token))
        {
            Current = await _told.Reader.ReadAsync(_ends.Token);
            return true;
        }
        await _followed;
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _followed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Dispose();
        _asked.Dispose();
    }

    private async Task FollowAsync(TaskWatch watch, long taskId)
    {
        try
        {
            await watch.FollowAsync(
                taskId,
                null,
                NoHeartbeat,
                _ => "",
                () => Task.CompletedTask,
                async (Watched<string> seen) =>
                {
                    await _told.Writer.WriteAsync(seen, _ends.Token);
                    await _asked.WaitAsync(_ends.Token);
                },
                _ends.Token
            );
        }
        finally
        {
            _told.Writer.Complete();
        }
    }
}
