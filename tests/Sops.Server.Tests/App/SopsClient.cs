using Grpc.Core;
using Grpc.Net.Client;
using Sops.Server.Tests.Rest;
using Sops.V1;

namespace Sops.Server.Tests.App;

/// <summary>A caller of one server over both of its ports.</summary>
public sealed class SopsClient : IDisposable
{
    public const long Business = 2;

    /// <summary>How long anything may take that a test waits for; long, as machines that run tests are busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public SopsClient(string rest, string grpc)
    {
        Http = new HttpClient { BaseAddress = new Uri(rest), Timeout = Patience };
        Channel = GrpcChannel.ForAddress(grpc);
        Templates = new TemplateService.TemplateServiceClient(Channel);
        Tasks = new TaskService.TaskServiceClient(Channel);
        PeriodicTasks = new PeriodicTaskService.PeriodicTaskServiceClient(Channel);
        ClockedTasks = new ClockedTaskService.ClockedTaskServiceClient(Channel);
        Callbacks = new CallbackService.CallbackServiceClient(Channel);
        Webhooks = new WebhookService.WebhookServiceClient(Channel);
    }

    public HttpClient Http { get; }
    public GrpcChannel Channel { get; }
    public TemplateService.TemplateServiceClient Templates { get; }
    public TaskService.TaskServiceClient Tasks { get; }
    public PeriodicTaskService.PeriodicTaskServiceClient PeriodicTasks { get; }
    public ClockedTaskService.ClockedTaskServiceClient ClockedTasks { get; }
    public CallbackService.CallbackServiceClient Callbacks { get; }
    public WebhookService.WebhookServiceClient Webhooks { get; }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, string body) =>
        SendAsync(HttpMethod.Post, path, EdgeHost.Content(body, "application/json"));

    /// <summary>Posts where a failure would be the test's own.</summary>
    public async Task<Reply> PostOkAsync(string path, string body)
    {
        var answer = await PostAsync(path, body);
        Assert.True(answer.Result, answer.Text);
        return answer;
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, text, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Makes a task of a tree, and starts it.</summary>
    public async Task<StartedRun> StartAsync(string tree, long business = Business)
    {
        var task = await CreateAsync(tree, business);
        await Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = business, TaskId = task.Id });
        return task;
    }

    public async Task<StartedRun> CreateAsync(string tree, long business = Business)
    {
        var made = await Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = business,
                Name = "template",
                PipelineTree = new JsonValue { Json = tree },
            }
        );
        var task = await Tasks.CreateTaskAsync(
            new CreateTaskRequest
            {
                BkBizId = business,
                TemplateId = made.TemplateId,
                Name = "task",
            }
        );
        return new StartedRun(this, business, task.TaskId, task.PipelineTree.Json);
    }

    public AsyncServerStreamingCall<WatchTaskStatusResponse> Watch(
        StartedRun task,
        long? after = null,
        CancellationToken cancellation = default
    )
    {
        var request = new WatchTaskStatusRequest { BkBizId = task.Business, TaskId = task.Id };
        if (after is { } revision)
        {
            request.AfterRevision = revision;
        }
        return Tasks.WatchTaskStatus(request, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation);
    }

    public void Dispose()
    {
        Http.Dispose();
        Channel.Dispose();
    }
}
