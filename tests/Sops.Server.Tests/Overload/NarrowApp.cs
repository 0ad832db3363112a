using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sops.Engine.Plugins;
using Sops.Plugins;
using Sops.Plugins.Conformance;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Tests.Overload;

/// <summary>A server with little room, and what keeps it from getting on.</summary>
public sealed class NarrowApp : SopsApp
{
    private (string Key, string Value)[] _limits = [];

    internal Held Held { get; } = new();

    protected override IEnumerable<(string Key, string Value)> Settings => _limits;

    protected override IPluginCatalog Plugins =>
        new PluginCatalog([Held, new TestEcho(), new TestSleep(), new PauseNode()]);

    public WorkQueue Work => Services.GetRequiredService<WorkQueue>();
    public Database Database => Services.GetRequiredService<Database>();

    public static async Task<NarrowApp> StartAsync(params (string Limit, int Value)[] limits)
    {
        var app = new NarrowApp { _limits = [.. limits.Select(l => ($"Sops:Limits:{l.Limit}", $"{l.Value}"))] };
        await app.InitializeAsync();
        return app;
    }

    /// <summary>Nothing is committed until that is disposed.</summary>
    public async Task<IAsyncDisposable> HoldCommitterAsync()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new ManualResetEventSlim();
        var held = Database.WriteAsync(_ =>
        {
            begun.SetResult();
            return released.Wait(SopsClient.Patience);
        });
        await begun.Task;
        return new Hold(async () =>
        {
            released.Set();
            Assert.True(await held);
            released.Dispose();
        });
    }

    /// <summary>The task takes no turn until that is disposed.</summary>
    public async Task<IAsyncDisposable> HoldTaskAsync(StartedRun task)
    {
        var lease = Services.GetRequiredService<LiveRuns>().Hold(task.Id);
        await lease.Run.Gate.WaitAsync();
        return new Hold(() =>
        {
            lease.Run.Gate.Release();
            lease.Dispose();
            return Task.CompletedTask;
        });
    }

    public Task UntilWaitingAsync(int writes) =>
        Eventually.IsAsync(() => Database.Committer.Waiting == writes, $"{writes} writes wait");

    /// <summary>So many calls wait for the task, which is held.</summary>
    public Task UntilWaitingAsync(StartedRun task, int calls) =>
        Eventually.IsAsync(
            () =>
            {
                using var lease = Services.GetRequiredService<LiveRuns>().Hold(task.Id);
                return lease.Run.Leases == calls + 2;
            },
            $"{calls} calls wait for the task"
        );

    public static CreateTaskRequest NewTask(long template, string requestId = "") =>
        new()
        {
            BkBizId = SopsClient.Business,
            TemplateId = template,
            Name = "task",
            RequestId = requestId,
        };

    public async Task<long> TemplateAsync(string tree) =>
        (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = SopsClient.Business,
                    Name = "template",
                    PipelineTree = new JsonValue { Json = tree },
                }
            )
        ).TemplateId;

    /// <summary>The call is told that this limit is reached, and when to come again.</summary>
    public static async Task RefusedAsync(string limit, Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        var status = failure.GetRpcStatus()!;
        Assert.Equal(failure.Status.Detail, status.Message);
        var info = status.GetDetail<ErrorInfo>();
        Assert.Equal(("sops", "OVERLOADED", limit), (info.Domain, info.Reason, info.Metadata["limit"]));
        Assert.True(status.GetDetail<RetryInfo>().RetryDelay.ToTimeSpan() > TimeSpan.Zero);
    }

    public static void Refused(Reply answer)
    {
        Assert.Equal((200, 3545000, false), (answer.Status, answer.Code, answer.Result));
        Assert.Contains("overloaded", answer.Message, StringComparison.Ordinal);
        Assert.True(answer.RetryAfter > TimeSpan.Zero);
    }

    private sealed class Hold(Func<Task> release) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await release();
    }
}
