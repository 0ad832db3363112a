using System.Net;
using System.Text.Json;
using Grpc.Core;
using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>The watch stream as lines of JSON and as gRPC, on real ports.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.OnPortsAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Lines_EachMessage_IsOneLineAndArrivesAtOnce()
    {
        using var response = await OpenAsync("/apigw/watch_task_status/10/2/?after_revision=0&heartbeat_interval=5");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var first = JsonDocument.Parse((await lines.ReadLineAsync())!).RootElement;
        Assert.Equal(1, first.GetProperty("revision").GetInt64());
        Assert.Equal("1.0", first.GetProperty("snapshot").GetProperty("ex_data").GetProperty("n1").GetRawText());
        Assert.False(first.TryGetProperty("heartbeat", out _));
        var request = host.Tasks.Seen.As<WatchTaskStatusRequest>();
        Assert.Equal((true, 0, 5), (request.HasAfterRevision, request.AfterRevision, request.HeartbeatInterval));
    }

    [Fact]
    public async Task Lines_WhenTheCallerGoes_TheCallIsCancelled()
    {
        var response = await OpenAsync("/apigw/watch_task_status/10/2/");
        response.Dispose();

        await host.Tasks.WatcherGone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Lines_RefusedBeforeTheFirst_AnswerAnEnvelope()
    {
        var answer = await host.GetAsync("/apigw/watch_task_status/404/2/");

        Assert.Equal((200, 3540400, "task 404 does not exist"), (answer.Status, answer.Code, answer.Message));
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
    }

    [Fact]
    public async Task Lines_BrokenOff_EndWithAnEnvelopeThatSaysWhy()
    {
        var answer = await host.GetAsync("/apigw/watch_task_status/9/2/");

        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        var last = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal(3599999, last.GetProperty("code").GetInt32());
        Assert.Equal("internal error", last.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Stop_EndsStreams_WithUnavailable()
    {
        using var call = new TaskService.TaskServiceClient(host.Grpc).WatchTaskStatus(new() { TaskId = 10 });
        using var response = await OpenAsync("/apigw/watch_task_status/10/2/");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.True(await call.ResponseStream.MoveNext(default));
        await lines.ReadLineAsync();

        var stop = host.StopAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal((StatusCode.Unavailable, "the server is stopping"), (failure.StatusCode, failure.Status.Detail));
        Assert.Contains("3555000", await lines.ReadLineAsync(), StringComparison.Ordinal);
        await stop.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task OneConnection_CarriesManyStreams()
    {
        var client = new TaskService.TaskServiceClient(host.Grpc);
        var calls = Enumerable.Range(0, 300).Select(_ => client.WatchTaskStatus(new() { TaskId = 10 })).ToList();

        foreach (var call in calls)
            Assert.True(await call.ResponseStream.MoveNext(default).WaitAsync(TimeSpan.FromSeconds(20)));

        calls.ForEach(c => c.Dispose());
    }

    async Task<HttpResponseMessage> OpenAsync(string path)
    {
        var response = await host.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }
}
