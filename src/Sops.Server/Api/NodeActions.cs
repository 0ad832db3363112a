using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>The words of operate_node, as commands.</summary>
internal static class NodeActions
{
    private const string Verbatim = "_escape_render_keys";
    private const int MaxReason = 10_000;

    public static Command Command(OperateNodeRequest request, NodeFinder find, Caller caller) =>
        Command(
            new Action("action", request.Action)
            {
                NodeId = request.NodeId,
                Inputs = request.Inputs,
                Data = request.Data,
                FlowId = request.FlowId,
                FlowIds = request.FlowIds,
                ConvergeGatewayId = request.ConvergeGatewayId,
                Version = request.Version,
                Reason = request.ExData,
            },
            find,
            caller
        );

    public static Command Command(OperateSpaceTaskNodeRequest request, NodeFinder find, Caller caller) =>
        Command(
            new Action("operation", request.Operation)
            {
                NodeId = request.NodeId,
                Inputs = request.Inputs,
                Data = request.Data,
                FlowId = request.FlowId,
                FlowIds = request.FlowIds,
                ConvergeGatewayId = request.ConvergeGatewayId,
                Version = request.Version,
                Reason = Values.Parse(request.ExData)?.ToString() ?? "",
            },
            find,
            caller
        );

    private static Command Command(Action action, NodeFinder find, Caller caller)
    {
        var node = find.Node("node_id", action.NodeId);
        return action.Word switch
        {
            "retry" => Retry(node, action.Inputs),
            "retry_subprocess" => new RetrySubprocess(node),
            "skip" => new SkipNode(node),
            "skip_exg" => new SkipExclusiveGateway(node, find.Flow("flow_id", action.FlowId)),
            "skip_cpg" => new SkipConditionalParallelGateway(
                node,
                [.. action.FlowIds.Select(f => find.Flow("flow_ids", f))],
                action.ConvergeGatewayId.Length > 0 ? find.Node("converge_gateway_id", action.ConvergeGatewayId) : 0
            ),
            "callback" => new CallBack(
                node,
                find.Attempt(action.Version, node),
                Values.Parse(action.Data) ?? JsonElement.Parse("{}")
            ),
            "pause" => new PauseNode(node),
            "resume" => new ResumeNode(node),
            "pause_subproc" => new PausePipeline(node),
            "resume_subproc" => new ResumePipeline(node),
            "forced_fail" => new ForceFailNode(node, Reason(action.Reason, caller)),
            _ => throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                "task command is invalid",
                new FieldViolation(action.Field, "is no operation of a node")
            ),
        };
    }

    /// <summary>No inputs, or an empty object, keep what the node had.</summary>
    private static RetryNode Retry(int node, JsonValue? inputs)
    {
        if (Values.Parse(inputs) is not { } given)
        {
            return new RetryNode(node);
        }
        if (given.ValueKind != JsonValueKind.Object)
        {
            throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                "inputs field is not a valid object",
                new FieldViolation("inputs", "must be an object")
            );
        }
        var all = ValueMap.From(given);
        if (all.Count == 0)
        {
            return new RetryNode(node);
        }
        var verbatim =
            all.TryGet(Verbatim, out var keys) && keys.ValueKind == JsonValueKind.Array
                ? keys.EnumerateArray()
                    .Where(k => k.ValueKind == JsonValueKind.String)
                    .Select(k => k.GetString()!)
                    .ToList()
                : null;
        return new RetryNode(node, all.Without(Verbatim), verbatim);
    }

    private static string Reason(string given, Caller caller) =>
        given.Length == 0 ? $"The node has been terminated by {caller.User}."
        : Characters.Count(given) <= MaxReason ? given
        : throw Invalid.Field("ex_data", $"at most {MaxReason} characters");

    /// <param name="Field">Where the word stands in the request.</param>
    private sealed record Action(string Field, string Word)
    {
        public required string NodeId { get; init; }
        public required JsonValue? Inputs { get; init; }
        public required JsonValue? Data { get; init; }
        public required string FlowId { get; init; }
        public required IReadOnlyList<string> FlowIds { get; init; }
        public required string ConvergeGatewayId { get; init; }
        public required string Version { get; init; }
        public required string Reason { get; init; }
    }
}
