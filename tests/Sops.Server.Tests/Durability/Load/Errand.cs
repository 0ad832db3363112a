using Google.Protobuf;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>
/// A task and the caller who takes it through a script, over all restarts of the service. What was not answered is sent
/// again as it was, and so is what was answered last, which must get the same answer.
/// </summary>
internal sealed class Errand(Script script, int number, Tally tally)
{
    private readonly List<Answer> _answers = [];
    private StartedRun? _task;
    private Task _following = Task.CompletedTask;
    private int _sent;

    public Script Script => script;
    public string Name => $"{script.Name} {number}";

    /// <summary>Null until it is known.</summary>
    public StartedRun? Run => _task;
    public IReadOnlyList<Answer> Answers => _answers;
    public Watcher Watcher { get; } = new();
    public bool IsOver => _answers.Count == script.Steps.Count && Watcher.IsOver;

    /// <summary>Whether it waits for the end of all kills.</summary>
    public bool IsHeld => _sent == _answers.Count && _sent < script.Steps.Count && script.Steps[_sent].IsHeld;

    /// <summary>What was asked for and not answered; null where there is nothing.</summary>
    public Request? Unanswered => _sent > _answers.Count ? RequestOf(_answers.Count) : null;

    /// <summary>Watches on, in the background.</summary>
    public void Follow(SopsClient client)
    {
        if (_task is not null && _following.IsCompleted)
        {
            _task = _task with { Client = client };
            _following = Watcher.IsOver ? Task.CompletedTask : Watcher.FollowAsync(_task);
        }
    }

    /// <summary>Ends with the service, or with the task.</summary>
    public Task FollowedAsync() => _following;

    /// <summary>Goes on where it was, as far as it can; with <paramref name="toTheEnd"/> also over what is held back.</summary>
    /// <exception cref="RpcException">The service is gone.</exception>
    public async Task RunAsync(Session session, bool toTheEnd = false)
    {
        Follow(session.Client);
        for (var i = Math.Max(0, _answers.Count - 1); i < script.Steps.Count; i++)
        {
            if (i == _sent)
            {
                if (script.Steps[i].IsHeld && !toTheEnd)
                {
                    return;
                }
                await UntilAsync(script.Steps[i]);
                _sent++;
            }
            var answer = await SendAsync(RequestOf(i), session);
            if (i < _answers.Count)
            {
                Assert.Equal(_answers[i].Message, answer.Message);
            }
            else
            {
                _answers.Add(answer);
            }
            tally.Answer();
            Follow(session.Client);
        }
        await UntilAsync(view => view.State == script.End);
        await _following;
    }

    private Request RequestOf(int step) => new(script.Steps[step], $"{Name}, {step}");

    private async Task<Answer> SendAsync(Request request, Session session)
    {
        while (true)
        {
            try
            {
                var message = await request.SendAsync(session, session.Templates[script], Name, _task);
                _task ??= Made(session.Client, message);
                return new Answer(request, message);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Aborted)
            {
                // As the contract has it: the same again.
                tally.Repeat();
            }
        }
    }

    private static StartedRun Made(SopsClient client, IMessage answer) =>
        answer switch
        {
            CreateTaskResponse made => new(client, SopsClient.Business, made.TaskId, made.PipelineTree.Json),
            CreateAndStartTaskResponse made => new(client, SopsClient.Business, made.TaskId, made.PipelineTree.Json),
            _ => throw new InvalidOperationException($"{answer}"),
        };

    private Task UntilAsync(Step step)
    {
        var node = step.At.Length > 0 ? _task![step.At] : null;
        return step.When.Length == 0
            ? Task.CompletedTask
            : UntilAsync(view => step.When == (node is null ? view.State : view.Nodes.GetValueOrDefault(node, "")));
    }

    private async Task UntilAsync(Func<TaskView, bool> holds)
    {
        if (!await Watcher.SeesAsync(_answers.Count > 0 ? _answers[^1].Revision : 0, holds, _following))
        {
            throw Watcher.IsOver
                ? new InvalidOperationException($"{Name} ended first: {Watcher}")
                : new RpcException(new Status(StatusCode.Unavailable, "the stream ended"));
        }
    }
}
