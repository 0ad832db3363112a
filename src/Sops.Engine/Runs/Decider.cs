using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>
/// Decides what a command does to a run. Pure: the same run, command and context give the same events, and the run stays
/// as it was. A turn goes on until every token has come to a plugin call, a wait, a hold or its end.
/// </summary>
public sealed partial class Decider
{
    private readonly Run _draft;
    private readonly DecisionContext _context;
    private readonly TurnBudget _budget;
    private readonly List<HistoryEvent> _events = [];

    // What moves next, and behind it whatever else moves: nearly every turn moves one token, and needs no queue.
    private (int Token, Node Node)? _next;
    private Queue<(int Token, Node Node)>? _moving;

    private Decider(Run run, DecisionContext context)
    {
        _draft = run.Fork();
        _context = context;
        _budget = new TurnBudget(context.Limits.TurnSteps, context.Limits.TurnBytes);
    }

    /// <summary>The first turn of every run.</summary>
    /// <param name="startedBy">Starts it in the same turn, so that both are durable or neither; null leaves it CREATED.</param>
    public static Decision Create(Run run, ValueMap? constants, string? startedBy, DecisionContext context)
    {
        var decider = new Decider(run, context);
        decider.Emit(new TaskCreated(constants is { Count: > 0 } ? constants : null));
        if (startedBy is not null)
        {
            decider.Start(new StartTask(startedBy));
            decider.Move();
        }
        return decider.Decided();
    }

    /// <summary>Events and rows, or the reason why not. A decision without events changes nothing and need not be stored.</summary>
    public static Decision Decide(Run run, Command command, DecisionContext context)
    {
        var decider = new Decider(run, context);
        var refusal = decider.Take(command);
        if (refusal is not null)
        {
            return refusal;
        }
        decider.Move();
        return decider.Decided();
    }

    private DateTimeOffset Now => _context.Now;

    private Refusal? Take(Command command) =>
        command switch
        {
            StartTask start => Start(start),
            CallReturned returned => Return(returned),
            CallBack callback => CallBack(callback),
            PausePipeline pause => Pause(pause),
            ResumePipeline resume => Resume(resume),
            RevokeTask => Revoke(),
            PauseNode pause => Pause(pause),
            ResumeNode resume => Resume(resume),
            RetryNode retry => Retry(retry),
            RetrySubprocess retry => Retry(retry),
            SkipNode skip => Skip(skip),
            SkipExclusiveGateway skip => Skip(skip),
            SkipConditionalParallelGateway skip => Skip(skip),
            ForceFailNode fail => ForceFail(fail),
            ChangeConstants change => Change(change.Constants),
            ClaimTask claim => Claim(claim),
            TimeoutReached timeout => TimeOut(timeout),
            AutoRetryReached retry => RetryByItself(retry),
            EntryDue entry => TakeUp(entry),
            RepeatCalls c => Repeat(c),
            _ => throw new InvalidOperationException($"Unknown command {command.GetType().Name}"),
        };

    private Decision Decided() =>
        new()
        {
            Events = _events,
            Changes = _draft.Changes(),
            After = _draft,
            Steps = _budget.Spent,
            Bytes = _budget.Held,
        };

    private void Emit(HistoryEvent e)
    {
        _events.Add(e);
        _draft.Apply(e, Now);
    }

    /// <summary>Lets a token enter a node, once the command is dealt with.</summary>
    private void Enter(int token, Node node)
    {
        if (_next is null)
        {
            _next = (token, node);
        }
        else
        {
            (_moving ??= new()).Enqueue((token, node));
        }
    }

    private void Move()
    {
        while (_next is { } move)
        {
            _next = _moving?.TryDequeue(out var behind) == true ? behind : null;
            for (Node? node = move.Node; node is not null; )
            {
                node = Step(move.Token, node);
            }
        }
    }

    /// <summary>One token before one node; gives the node to enter next, or null where the token comes to rest.</summary>
    private Node? Step(int id, Node node)
    {
        var token = _draft.Token(id)!;
        if (node.Index == token.Join)
        {
            return Join(token, node);
        }
        if (_draft.State == NodeState.Revoked)
        {
            Emit(new TokenEnded(id));
            return null;
        }
        var before = _draft.Node(node.Index);
        if (HeldBy(node, before) is { } by)
        {
            Emit(new TokenHeld(id, node.Index, by));
            return null;
        }
        if (before is { State: NodeState.Running or NodeState.Failed })
        {
            throw new InvalidOperationException($"A second token came to {_draft.Ids.Node(node.Index)}");
        }
        if (before is { State: NodeState.Finished } && node is not Subprocess && before.Loop >= _context.Limits.Reruns)
        {
            var reason = $"node execution exceed rerun limit {_context.Limits.Reruns}";
            var outputs = (before.Outputs ?? ValueMap.Empty).With(Names.ExData, Json.Of(reason));
            Emit(new NodeFailed(node.Index, before.Attempt, outputs, Token: id));
            return null;
        }
        if (!_budget.IsWhole && !_budget.Has(_context.Limits.NodeSteps, _context.Limits.NodeBytes))
        {
            Emit(new NodeDeferred(node.Index, id));
            return null;
        }
        _budget.TrySpend(RunLimits.StepsPerNode);
        return node switch
        {
            ServiceActivity activity => Enter(id, activity, before),
            ExclusiveGateway gateway => Enter(id, gateway, before),
            ConditionalParallelGateway gateway => Enter(id, gateway, before),
            ParallelGateway gateway => Enter(id, gateway, before),
            Subprocess subprocess => Enter(id, subprocess, before),
            StartEvent start => Enter(id, start, before),
            EndEvent end => Enter(id, end, before),
            _ => Pass(id, node, before),
        };
    }

    /// <summary>The outermost pipeline that is paused, else the node itself if it is.</summary>
    private int? HeldBy(Node node, NodeRun? run)
    {
        var by = run is { State: NodeState.Suspended } && node is not Subprocess ? node.Index : (int?)null;
        for (var pipeline = node.Pipeline; pipeline is not null; pipeline = pipeline.Parent)
        {
            if (_draft.Node(pipeline.Scope) is { State: NodeState.Suspended })
            {
                by = pipeline.Scope;
            }
        }
        return by;
    }

    private Node? Join(Token token, Node node)
    {
        Emit(new TokenJoined(token.Id));
        if (_draft.Token(token.Parent) is { Pending: 0 } parent)
        {
            Enter(parent.Id, node);
        }
        return null;
    }

    /// <summary>A node that does nothing of its own.</summary>
    private Node Pass(int token, Node node, NodeRun? before)
    {
        Emit(Begin(token, node, before));
        Emit(new NodeFinished(node.Index));
        return node.Outgoing[0].Target;
    }

    private NodeStarted Begin(int token, Node node, NodeRun? before)
    {
        var scopeLoop = _draft.Node(node.Pipeline.Scope)!.Loop;
        return before switch
        {
            { State: NodeState.Finished } => new(
                node.Index,
                token,
                before.Attempt + 1,
                before.Loop + 1,
                before.ScopeLoop == scopeLoop ? before.InnerLoop + 1 : 1,
                scopeLoop
            ),
            { Attempt: > 0 } => new(node.Index, token, before.Attempt, before.Loop, before.InnerLoop, before.ScopeLoop),
            _ => new(node.Index, token, 1, 1, 1, scopeLoop),
        };
    }
}
