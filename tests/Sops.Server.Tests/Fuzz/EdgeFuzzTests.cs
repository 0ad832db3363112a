using System.Diagnostics;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Contracts;

namespace Sops.Server.Tests.Fuzz;

/// <summary>Runs alone: what others allocate would count as a leak.</summary>
[CollectionDefinition(nameof(EdgeFuzz), DisableParallelization = true)]
public sealed class EdgeFuzz;

/// <summary>Whatever is sent to whichever route or rpc, the answer is a declared one and the server stays well.</summary>
[Collection(nameof(EdgeFuzz))]
public sealed class EdgeFuzzTests(SopsApp app, ITestOutputHelper output) : IClassFixture<SopsApp>
{
    private static readonly int[] Statuses = [200, 400, 401, 403, 404, 405, 413, 415];

    private static readonly int[] Codes = [0, 3540000, 3540100, 3540400, 3545000, 3545100, 3546100, 3555000];

    private static readonly StatusCode[] GrpcCodes =
    [
        StatusCode.OK,
        StatusCode.InvalidArgument,
        StatusCode.NotFound,
        StatusCode.FailedPrecondition,
        StatusCode.Aborted,
        StatusCode.PermissionDenied,
        StatusCode.Unauthenticated,
        StatusCode.ResourceExhausted,
        StatusCode.OutOfRange,
        // A watch that has nothing more to say is left by its caller.
        StatusCode.DeadlineExceeded,
        StatusCode.Cancelled,
    ];

    private static readonly List<MethodDescriptor> Methods = [.. Contract.Services.SelectMany(s => s.Methods)];

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("CI") == "true" ? 30 : 3
    );

    [Fact]
    public async Task AnythingOverRest_IsAnsweredInADeclaredEnvelope()
    {
        var (random, requests) = Seeded();
        var routes = Methods.SelectMany(m => RouteTests.Rules(m).Select(rule => (Method: m, Rule: rule))).ToList();
        var answered = new Dictionary<int, int>();
        await RunAsync(async () =>
        {
            var (method, rule) = requests.Pick(routes);
            using var request = new HttpRequestMessage(
                requests.Chance(0.05) ? HttpMethod.Put : new HttpMethod(rule.Get.Length > 0 ? "GET" : "POST"),
                requests.Path(rule.Get + rule.Post, method.InputType)
            );
            if (rule.Post.Length > 0 || requests.Chance(0.1))
            {
                request.Content = new ByteArrayContent(
                    requests.Chance(0.1) ? requests.Bytes() : requests.Body(method.InputType)
                );
                if (requests.Chance(0.5))
                {
                    request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                }
            }
            using var response = await app.Client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (method.IsServerStreaming && response.IsSuccessStatusCode)
            {
                return;
            }
            var reply = new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
            var asked = $"{request.Method} {request.RequestUri} => {reply.Status} {reply.Text}";
            Assert.True(Statuses.Contains(reply.Status), asked);
            Assert.True(reply.Json.ValueKind == System.Text.Json.JsonValueKind.Object, asked);
            Assert.True(Codes.Contains(reply.Code), asked);
            Assert.True(reply.Result == (reply.Code == 0), asked);
            answered[reply.Code] = answered.GetValueOrDefault(reply.Code) + 1;
        });
        Report(answered.Select(a => $"{a.Key}: {a.Value}"));
        // Else nothing but noise was tried.
        Assert.True(answered.GetValueOrDefault(0) > 10, $"{random}: too few requests were taken");
    }

    [Fact]
    public async Task AnythingOverGrpc_IsAnsweredWithADeclaredStatus()
    {
        var (random, requests) = Seeded();
        var answered = new Dictionary<StatusCode, int>();
        await RunAsync(async () =>
        {
            var method = requests.Pick(Methods);
            var isNoise = requests.Chance(0.1);
            var bytes = isNoise ? requests.Bytes() : requests.Message(method.InputType).ToByteArray();
            var status = await CallAsync(method, bytes);
            Assert.True(
                GrpcCodes.Contains(status.StatusCode),
                $"{method.FullName} => {status}\n{Convert.ToHexString(bytes)}"
            );
            answered[status.StatusCode] = answered.GetValueOrDefault(status.StatusCode) + 1;
        });
        Report(answered.Select(a => $"{a.Key}: {a.Value}"));
        Assert.True(answered.GetValueOrDefault(StatusCode.OK) > 10, $"{random}: too few requests were taken");
    }

    private async Task<Status> CallAsync(MethodDescriptor method, byte[] request)
    {
        var raw = new Marshaller<byte[]>(bytes => bytes, bytes => bytes);
        var call = new Method<byte[], byte[]>(
            method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
            method.Service.FullName,
            method.Name,
            raw,
            raw
        );
        var invoker = app.Client.Channel.CreateCallInvoker();
        try
        {
            if (method.IsServerStreaming)
            {
                var deadline = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(50));
                using var stream = invoker.AsyncServerStreamingCall(call, null, deadline, request);
                await foreach (var _ in stream.ResponseStream.ReadAllAsync()) { }
            }
            else
            {
                var patience = new CallOptions(deadline: DateTime.UtcNow + SopsClient.Patience);
                await invoker.AsyncUnaryCall(call, null, patience, request);
            }
            return Status.DefaultSuccess;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }

    private async Task RunAsync(Func<Task> round)
    {
        var watch = Stopwatch.StartNew();
        long settled = 0;
        while (watch.Elapsed < Time)
        {
            await round();
            if (settled == 0 && watch.Elapsed > Time / 2)
            {
                settled = GC.GetTotalMemory(forceFullCollection: true);
            }
        }
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - settled) / (1024 * 1024);
        Assert.True(grown < 64, $"memory grew by {grown} MiB in the second half");
        using var health = await app.Client.Http.GetAsync("/readyz");
        Assert.True(health.IsSuccessStatusCode);
    }

    private (string Seed, RandomRequests Requests) Seeded()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return ($"seed {seed}", new RandomRequests(new Random(seed)));
    }

    private void Report(IEnumerable<string> answered) => output.WriteLine(string.Join(", ", answered));
}
