using System.Text.Json;

namespace Sops.Engine.Runs;

/// <summary>What each event means. No decisions here: an event that was stored is true.</summary>
public sealed partial class Run
{
    private static readonly NodeRun Unreached = new() { Node = 0 };

    // A moment that every store can hold and nobody waits for.

    internal void Apply(HistoryEvent e, DateTimeOffset at)
    {
        switch (e)
        {
            case TaskCreated created:
                Constants = created.Constants ?? ValueMap.Empty;
                Put(new NodeRun { Node = 0, State = NodeState.Created });
                break;
            case ConstantsChanged changed:
                Constants = Constants.With(changed.Constants);
                break;
            case TaskClaimed:
                // Whose a task is says nothing about its run; but what is shown of it, its name, may be another.
                Put(Kept(0));
                break;
            case TaskStarted started:
                Operator = started.Operator;
                Put(Kept(0) with { State = NodeState.Running, Attempt = 1, StartedAt = at });
                _tokens[_nextToken] = new Token { Id = _nextToken, Node = Tree.Root.Start.Index };
                _nextToken++;
                break;
            case NodeDeferred deferred:
                _tokens[deferred.Token] = Known(deferred.Token) with { Node = deferred.Node };
                Put(
                    (Node(deferred.Node) ?? Unreached) with
                    {
                        Node = deferred.Node,
                        Token = deferred.Token,
                        EnterAt = at,
                    }
                );
                break;
            case NodeStarted started:
                Start(started, at);
                break;
            case NodeFinished finished:
                Finish(finished, at);
                break;
            case NodeFailed failed:
                Fail(failed, at);
                break;
            case NodeRetried retried:
                Retry(retried);
                break;
            case NodeSkipped skipped:
                var before = Archive(skipped.Node);
                Put(
                    before with
                    {
                        State = NodeState.Finished,
                        Attempt = skipped.Attempt,
                        Skipped = true,
                        FinishedAt = at,
                        AutoRetryAt = null,
                    }
                );
                break;
            case NodePaused paused:
                Put((Node(paused.Node) ?? new NodeRun { Node = paused.Node }) with { State = NodeState.Suspended });
                break;
            case NodeResumed resumed:
                Put(Kept(resumed.Node) with { State = NodeState.Ready });
                break;
            case PipelinePaused paused:
                Put(Kept(paused.Scope) with { State = NodeState.Suspended });
                break;
            case PipelineResumed resumed:
                Put(Kept(resumed.Scope) with { State = NodeState.Running });
                break;
            case TaskRevoked:
                Put(Kept(0) with { State = NodeState.Revoked, FinishedAt = at });
                foreach (var node in Nodes.Where(n => WorkItem.Of(n).Any()).ToList())
                {
                    Put(BeyondRevoke(node));
                }
                break;
            case PollScheduled poll:
                var polled = Answered(poll.Node);
                Put(
                    polled with
                    {
                        Call = new(CallKind.Poll, poll.Number, poll.Due, poll.Polls, polled.Call?.Callbacks ?? 0),
                        Outputs = poll.Outputs ?? polled.Outputs,
                    }
                );
                break;
            case CallbackAwaited awaited:
                Await(awaited, at);
                break;
            case CallbackReceived received:
                Receive(received, at);
                break;
            case CallRepeated:
                break;
            case VariablesSet set:
                foreach (var (key, value) in set.Values)
                {
                    Write(set.Scope, key, value);
                }
                break;
            default:
                ApplyToToken(e);
                break;
        }
    }

    /// <summary>
    /// What runs may come to its own end, polls included, as it does with the peer; nothing is called for the first time or
    /// once more, nothing times out and nothing is retried. A first call that is under way may still be answered.
    /// </summary>
    private static NodeRun BeyondRevoke(NodeRun node) =>
        node with
        {
            Call = node.Call is { Kind: CallKind.Execute } first ? first with { Due = WorkItem.Never } : node.Call,
            TimeoutAt = null,
            AutoRetryAt = null,
            EnterAt = null,
        };

    private void Start(NodeStarted e, DateTimeOffset at)
    {
        var before = Node(e.Node);
        if (before is { State: NodeState.Finished })
        {
            before = Archive(e.Node);
            before = before with { Retry = e.Iteration > 1 ? before.Retry : 0, Skipped = false, ErrorIgnored = false };
        }
        _tokens[e.Token] = Known(e.Token) with { Node = e.Node };
        Put(
            (before ?? Unreached) with
            {
                Node = e.Node,
                State = NodeState.Running,
                Attempt = e.Attempt,
                Loop = e.Loop,
                InnerLoop = e.InnerLoop,
                ScopeLoop = e.ScopeLoop,
                Iteration = e.Iteration,
                Iterates = false,
                Token = e.Token,
                StartedAt = at,
                FinishedAt = null,
                Inputs = e.Inputs,
                Outputs = null,
                Executions = (before?.Executions ?? 0) + (e.Executes ? 1 : 0),
                Call = e.Executes ? new PluginCall(CallKind.Execute, 1, at) : null,
                TimeoutAt = e.TimeoutAt,
                AutoRetryAt = null,
                EnterAt = null,
            }
        );
    }

    // What is under way in a node ends with it. Written out twice, for a copy of a node costs more than anything else here.
    private void Finish(NodeFinished e, DateTimeOffset at)
    {
        var node = Kept(e.Node);
        Put(
            node with
            {
                State = NodeState.Finished,
                FinishedAt = at,
                Outputs = e.Outputs ?? node.Outputs,
                ErrorIgnored = e.ErrorIgnored,
                Iterates = e.Iterates,
                Call = null,
                LastCall = null,
                Callbacks = null,
                TimeoutAt = null,
                AutoRetryAt = null,
            }
        );
    }

    private void Fail(NodeFailed e, DateTimeOffset at)
    {
        var node = Kept(e.Node);
        if (e.Token is { } standing)
        {
            _tokens[standing] = Known(standing) with { Node = e.Node };
        }
        Put(
            node with
            {
                State = NodeState.Failed,
                Attempt = e.Attempt,
                FinishedAt = at,
                Token = e.Token ?? node.Token,
                Outputs = e.Outputs,
                Call = null,
                LastCall = null,
                Callbacks = null,
                TimeoutAt = null,
                AutoRetryAt = e.AutoRetryAt,
                EnterAt = null,
            }
        );
    }

    private void Retry(NodeRetried e)
    {
        var before = Archive(e.Node);
        Put(
            before with
            {
                State = NodeState.Ready,
                Attempt = e.Attempt,
                Retry = before.Retry + 1,
                AutoRetries = before.AutoRetries + (e.Automatic ? 1 : 0),
                OwnInputs = e.Inputs ?? before.OwnInputs,
                VerbatimInputs = e.Inputs is null ? before.VerbatimInputs : e.Verbatim,
                StartedAt = null,
                FinishedAt = null,
                AutoRetryAt = null,
            }
        );
    }

    private void Await(CallbackAwaited e, DateTimeOffset at)
    {
        var node = Answered(e.Node);
        Put(Deliver(node with { Call = null, Outputs = e.Outputs ?? node.Outputs }, e.Number, e.Callbacks, at));
    }

    private void Receive(CallbackReceived e, DateTimeOffset at)
    {
        var node = Node(e.Node) ?? new NodeRun { Node = e.Node };
        var kept = node with { Callbacks = [.. node.Callbacks ?? [], e.Data] };
        Put(
            node switch
            {
                { IsAwaitingCallback: true, LastCall: { } last } => Deliver(kept, last.Number, last.Callbacks, at),
                // A callback to a polling node is one more poll (the peer does so too); under way already, it is that one.
                { State: NodeState.Running, Call: { Kind: CallKind.Poll } poll } => node with
                {
                    Call = poll.Due > at ? poll with { Number = poll.Number + 1, Due = at } : poll,
                },
                _ => kept,
            }
        );
    }

    /// <summary>Hands over the oldest callback that was kept, if there is one; else notes that the node waits.</summary>
    private static NodeRun Deliver(NodeRun node, int lastNumber, int handedOver, DateTimeOffset at) =>
        node.Callbacks is { Count: > 0 }
            ? node with
            {
                Call = new(CallKind.Callback, lastNumber + 1, at, 0, handedOver),
                LastCall = null,
            }
            : node with
            {
                Call = null,
                LastCall = new(lastNumber, handedOver),
            };

    /// <summary>A node whose call came back: the callback that it was about is used up.</summary>
    private NodeRun Answered(int index)
    {
        var node = Kept(index);
        return node.Call is { Kind: CallKind.Callback } ? node with { Callbacks = [.. node.Callbacks!.Skip(1)] } : node;
    }

    /// <summary>Puts the attempt that ends here into the archive and gives back the node with the archive counted.</summary>
    private NodeRun Archive(int index)
    {
        var ended = Kept(index);
        if (_origin is not null || _archived is not null)
        {
            (_archived ??= []).Add(ended);
        }
        return ended with { Archived = ended.Archived + 1 };
    }

    private NodeRun Kept(int index) =>
        Node(index) ?? throw new InvalidOperationException($"No node {index} in this run");
}
