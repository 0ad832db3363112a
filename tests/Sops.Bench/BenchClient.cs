using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Sops.V1;

namespace Sops.Bench;

/// <summary>The service as its gRPC clients meet it.</summary>
internal sealed class BenchClient : IDisposable
{
    public const long Business = 2;
    private readonly GrpcChannel _channel;

    public BenchClient(ServerProcess server)
    {
        // More than one connection: one carries only so many calls at a time.
        _channel = GrpcChannel.ForAddress(
            server.Grpc,
            new GrpcChannelOptions
            {
                // A large task is answered with its tree.
                MaxReceiveMessageSize = null,
                HttpHandler = new SocketsHttpHandler
                {
                    EnableMultipleHttp2Connections = true,
                    AutomaticDecompression = DecompressionMethods.None,
                },
            }
        );
        Channel = _channel;
        Templates = new TemplateService.TemplateServiceClient(_channel);
        Tasks = new TaskService.TaskServiceClient(_channel);
    }

    public GrpcChannel Channel { get; }
    public TemplateService.TemplateServiceClient Templates { get; }
    public TaskService.TaskServiceClient Tasks { get; }

    public async Task<long> TemplateAsync(string tree) =>
        (
            await Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = Business,
                    Name = "bench",
                    PipelineTree = new JsonValue { Json = tree },
                }
            )
        ).TemplateId;

    /// <summary>The id of a task that was made and started.</summary>
    public async Task<long> StartedAsync(long template) =>
        (
            await Tasks.CreateAndStartTaskAsync(
                new CreateAndStartTaskRequest
                {
                    BkBizId = Business,
                    TemplateId = template,
                    Name = "bench",
                }
            )
        ).TaskId;

    /// <summary>The id of a task that was made and is yet to be started.</summary>
    public async Task<long> CreatedAsync(long template) =>
        (
            await Tasks.CreateTaskAsync(
                new CreateTaskRequest
                {
                    BkBizId = Business,
                    TemplateId = template,
                    Name = "bench",
                }
            )
        ).TaskId;

    public async Task StartAsync(long task) =>
        await Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = Business, TaskId = task });

    /// <summary>A watch that was let in and whose snapshot was read.</summary>
    public async Task<AsyncServerStreamingCall<WatchTaskStatusResponse>> WatchingAsync(long task)
    {
        var watch = Tasks.WatchTaskStatus(new WatchTaskStatusRequest { BkBizId = Business, TaskId = task });
        await watch.ResponseStream.MoveNext(default);
        return watch;
    }

    /// <summary>Makes and starts that many, so many calls in flight at a time, and gives their ids.</summary>
    public async Task<IReadOnlyList<long>> StartAllAsync(long template, int count, int inFlight)
    {
        var ids = new long[count];
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = inFlight },
            async (i, _) => ids[i] = await StartedAsync(template)
        );
        return ids;
    }

    /// <summary>Ends with the task, and gives every message of its watch to whoever wants them.</summary>
    public async Task WatchAsync(long task, Action<WatchTaskStatusResponse>? seen = null)
    {
        using var watch = Tasks.WatchTaskStatus(new WatchTaskStatusRequest { BkBizId = Business, TaskId = task });
        while (await watch.ResponseStream.MoveNext(default))
        {
            seen?.Invoke(watch.ResponseStream.Current);
        }
    }

    public void Dispose() => _channel.Dispose();
}
