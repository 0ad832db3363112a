using Sops.Server.Access;
using Sops.V1;

namespace Sops.Server.Tests.Access;

/// <summary>Secrets that are tried in a crowd.</summary>
public sealed class LoginTests
{
    // One check outlasts the test, so that all others wait.
    private static readonly SecretHash Slow = SecretHash.Of("s", 10_000_000);

    [Fact]
    public async Task Secrets_OfOneCode_LeaveRoomForOthers()
    {
        using var queue = new ProofQueue();
        using var end = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        var busy = Busy(queue, release.Task);

        var waiting = Try(queue, "a", ProofQueue.MostOfOneCode, end.Token);
        var refused = await Assert.ThrowsAsync<SopsException>(() => queue.RunAsync("a", () => 1, end.Token));
        var other = queue.RunAsync("b", () => 2, end.Token);

        Assert.Equal((FailureKind.ResourceExhausted, "TOO_MANY_LOGINS"), (refused.Kind, refused.Reason));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        release.SetResult();
        Assert.Equal(2, await other);
        Assert.All(await Task.WhenAll(waiting), one => Assert.Equal(1, one));
        await Task.WhenAll(busy);
        Assert.Equal(3, await queue.RunAsync("a", () => 3, end.Token));
    }

    [Fact]
    public async Task Secrets_OfManyCodes_AreBounded()
    {
        using var queue = new ProofQueue();
        using var end = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        var busy = Busy(queue, release.Task);

        var waiting = Enumerable
            .Range(0, ProofQueue.Most)
            .Select(i => queue.RunAsync($"{i}", () => 1, end.Token))
            .ToList();

        await Assert.ThrowsAsync<SopsException>(() => queue.RunAsync("new", () => 1, end.Token));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
        release.SetResult();
        await Task.WhenAll(busy);
        Assert.Equal(1, await queue.RunAsync("new", () => 1, default));
    }

    [Fact]
    public async Task Apps_RefuseALoginThatFindsTheQueueFull()
    {
        using var apps = new Apps([
            new Sops.Server.Access.App
            {
                Code = "a",
                Secret = Slow,
                Permissions = new HashSet<Permission>(),
            },
        ]);
        using var end = new CancellationTokenSource();

        var tries = Enumerable
            .Range(0, 100)
            .Select(i => Task.Run(async () => await apps.ProveAsync("a", $"wrong {i}", end.Token)))
            .ToList();
        var first = await Task.WhenAny(tries);

        await Assert.ThrowsAsync<SopsException>(() => first);
        await end.CancelAsync();
    }

    /// <summary>Takes every place where a secret is checked.</summary>
    private static List<Task<int>> Busy(ProofQueue queue, Task until)
    {
        var begun = new CountdownEvent(Math.Max(1, Environment.ProcessorCount / 2));
        var busy = Enumerable
            .Range(0, begun.InitialCount)
            .Select(i =>
                Task.Factory.StartNew(
                        () =>
                            queue.RunAsync(
                                $"busy {i}",
                                () =>
                                {
                                    begun.Signal();
                                    until.GetAwaiter().GetResult();
                                    return 0;
                                },
                                default
                            ),
                        default,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                    .Unwrap()
            )
            .ToList();
        begun.Wait();
        return busy;
    }

    private static List<Task<int>> Try(ProofQueue queue, string code, int times, CancellationToken cancellation) =>
        [.. Enumerable.Range(0, times).Select(_ => queue.RunAsync(code, () => 1, cancellation))];
}
