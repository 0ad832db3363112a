using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.V1;
using ActionOffer = Sops.V1.ActionOffer;
using Wait = Sops.V1.Wait;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    public override async Task<ExplainTaskResponse> ExplainTask(ExplainTaskRequest request, ServerCallContext context)
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        return await turns.ReadAsync(task.Id, Explain, context.CancellationToken);
    }

    private ExplainTaskResponse Explain(LoadedRun loaded)
    {
        var run = loaded.Run;
        var context = turns.Context(loaded, clock.GetUtcNow());
        var response = new ExplainTaskResponse
        {
            State = NodeRun.Wire(run.ShownState(0)),
            Revision = run.Revision,
            Actions = { AllowedActions.OfTask(run, context).Select(o => Offer(Barred(loaded.Task, o))) },
        };
        foreach (var (index, waits) in Explanation.Of(run, context.Now))
        {
            var node = run.Tree[index];
            var state = run.ShownState(index);
            var explained = new NodeExplanation
            {
                NodeId = run.Ids.Node(index),
                Name = node is ServiceActivity or Subprocess ? node.Name : "",
                Type = node.Type,
                State = NodeRun.Wire(state == NodeState.None ? NodeState.Created : state),
                Version = run.Node(index) is { Attempt: > 0 and var attempt } ? run.Ids.Version(index, attempt) : "",
                Waits = { waits.Select(w => Explained(run, w)) },
            };
            if (state != NodeState.None)
            {
                explained.Actions.Add(AllowedActions.OfNode(run, index, context).Select(Offer));
            }
            response.Nodes.Add(explained);
        }
        return response;
    }

    private static Wait Explained(Run run, Engine.Runs.Wait wait) =>
        new()
        {
            Reason = wait.Reason switch
            {
                WaitReason.AutoRetry => "AUTO_RETRY",
                WaitReason.OutOfReach => "OUT_OF_REACH",
                var reason => reason.ToString().ToUpperInvariant(),
            },
            FlowIds = { wait.Flows.Select(f => run.Ids.Flow(f.Index)) },
            Since = wait.Since is { } since ? Timestamp.FromDateTimeOffset(since) : null,
            Due = wait.Due is { } due ? Timestamp.FromDateTimeOffset(due) : null,
            PausedBy = wait.By is { } by ? run.Ids.Node(by) : "",
        };

    /// <summary>What the run would take, but not from a task that nobody has claimed.</summary>
    private static Engine.Runs.ActionOffer Barred(TaskFacts task, Engine.Runs.ActionOffer offer) =>
        offer.Refusal is null && task.AwaitsClaim
            ? offer with
            {
                Refusal = Claims.Unclaimed(NodeState.Created, new StartTask("")),
            }
            : offer;

    private static ActionOffer Offer(Engine.Runs.ActionOffer offer) =>
        new()
        {
            Action = offer.Action,
            Allowed = offer.Refusal is null,
            Reason = offer.Refusal?.Message ?? "",
        };
}
