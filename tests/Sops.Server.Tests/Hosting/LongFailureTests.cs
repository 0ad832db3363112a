using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Sops.Server.Hosting;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Hosting;

/// <summary>What a caller sent at great length is told back to it in short.</summary>
public sealed class LongFailureTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const int Most = 3 * 1024;
    private static readonly string Long = new('x', 200_000);

    [Fact]
    public async Task LongId_OverGrpc_IsCut_AndAWatchOfTheSameConnectionLivesOn()
    {
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        using var watch = app.Client.Watch(task);
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await app.Client.Tasks.CreateTaskAsync(await RequestAsync())
        );

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.EndsWith("...", failure.Status.Detail, StringComparison.Ordinal);
        Assert.True(Bytes(failure.Status.Detail, failure.GetRpcStatus()!) < Most);
        await app.Client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = "revoke",
            }
        );
        while (await watch.ResponseStream.MoveNext(CancellationToken.None)) { }
    }

    [Fact]
    public async Task LongId_OverRest_IsCut()
    {
        var request = await RequestAsync();

        var answer = await app.Client.PostAsync(
            $"/apigw/create_task/{request.TemplateId}/2/",
            $$"""{"name": "n", "template_schemes_id": "{{Long}}"}"""
        );

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.InRange(answer.Message.Length, 100, 2000);
        Assert.EndsWith("...", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%")]
    [InlineData("错")]
    [InlineData("😀")]
    public void AnyFailure_FitsTheTrailers(string letter)
    {
        var text = string.Concat(Enumerable.Repeat(letter, 5000));
        var failure = new CallFailure(StatusCode.FailedPrecondition, "REASON", text)
        {
            Violations = [.. Enumerable.Range(0, 1000).Select(i => new FieldViolation(text, text))],
            Metadata = Enumerable.Range(0, 100).ToDictionary(i => $"{i}{text}", _ => text),
            RefusedState = new RefusedState(text, "RUNNING", ["FAILED"]),
            RetryAfter = TimeSpan.FromSeconds(1),
        };

        var status = failure.ToStatus();

        Assert.True(Bytes(status.Message, status) <= Most);
        Assert.Contains(
            " more",
            status.GetDetail<BadRequest>().FieldViolations[^1].Description,
            StringComparison.Ordinal
        );
        Assert.EndsWith("...", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', status.Message);
    }

    [Fact]
    public void ShortFailure_IsWhole()
    {
        var status = new CallFailure(StatusCode.InvalidArgument, "REASON", "错误: 100%")
        {
            Violations = [new FieldViolation("name", "must be shorter")],
        }.ToStatus();

        Assert.Equal("错误: 100%", status.Message);
        Assert.Equal("must be shorter", Assert.Single(status.GetDetail<BadRequest>().FieldViolations).Description);
    }

    private async Task<CreateTaskRequest> RequestAsync()
    {
        var task = await app.Client.CreateAsync(Tree(Pause("p")));
        var detail = await app.Client.Tasks.GetTaskDetailAsync(new() { BkBizId = 2, TaskId = task.Id });
        return new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = long.Parse(detail.Task.TemplateId.Json, null),
            Name = "n",
            TemplateSchemesId = new JsonValue { Json = $"\"{Long}\"" },
        };
    }

    /// <summary>Of the trailers grpc-message and grpc-status-details-bin.</summary>
    private static int Bytes(string message, Google.Rpc.Status status) =>
        message.EnumerateRunes().Sum(r => r.Value is >= ' ' and <= '~' and not '%' ? 1 : 3 * r.Utf8SequenceLength)
        + (status.CalculateSize() + 2) / 3 * 4;
}
