using System.Text.Json;

namespace Sops.Engine.Tests.Properties;

/// <summary>
/// A second interpreter, written from the facts about the peer's engine and sharing nothing with this one: it walks the
/// plan instead of the graph, has neither tokens nor turns, and knows no operators. A step that fails stays so.
/// </summary>
internal sealed class Reference
{
    private readonly ulong _seed;
    private readonly Dictionary<string, Knowledge> _knowledge = [];
    private readonly Dictionary<string, int> _entry = [];
    private readonly Dictionary<string, int> _enteredIn = [];
    private readonly Dictionary<string, int> _executions = [];
    private readonly Dictionary<string, int> _retries = [];

    private Reference(ulong seed) => _seed = seed;

    /// <summary>By node; "" is the task.</summary>
    public Dictionary<string, Expectation> Nodes { get; } = [];

    public IReadOnlyDictionary<string, Knowledge> Variables => _knowledge;

    public static Reference Run(Plan plan)
    {
        var reference = new Reference(plan.Seed);
        var task = reference.Nodes[""] = new Expectation { Loop = 1, InnerLoop = 1 };
        if (reference.Walk(plan.Root))
        {
            task.State = "FINISHED";
            task.Outputs = reference.Results(plan.Root);
        }
        return reference;
    }

    /// <summary>True where the walk gets through.</summary>
    private bool Walk(Level level)
    {
        _knowledge.TryAdd(level.Id, new Knowledge(level));
        _entry[level.Id] = _entry.GetValueOrDefault(level.Id) + 1;
        Pass(level, level.Start);
        if (!Walk(level, level.Steps))
        {
            return false;
        }
        Pass(level, level.End);
        return true;
    }

    private bool Walk(Level level, IReadOnlyList<Step> steps) => steps.All(s => Walk(level, s));

    private bool Walk(Level level, Step step) =>
        step switch
        {
            ActivityStep activity => Walk(level, activity),
            SubprocessStep subprocess => Walk(level, subprocess),
            ForkStep fork => Walk(level, fork),
            ChoiceStep choice => Walk(level, choice),
            LoopStep loop => Walk(level, loop),
            _ => Pass(level, step.Id),
        };

    private bool Walk(Level level, SubprocessStep subprocess)
    {
        var (outside, node) = (_knowledge[level.Id], Enter(level, subprocess.Id));
        var inside = _knowledge.GetValueOrDefault(subprocess.Id) ?? new Knowledge(subprocess.Body);
        _knowledge[subprocess.Id] = inside;
        node.Inputs = subprocess
            .Body.Constants.Where(c => c.Given is not null)
            .ToDictionary(c => c.Key, c => outside.Rendered(c.Given!));
        foreach (var (key, value) in node.Inputs)
        {
            inside.Write(key[2..^1], value);
        }
        if (!Walk(subprocess.Body))
        {
            return false;
        }
        node.State = "FINISHED";
        node.Outputs = Results(subprocess.Body);
        node.Outputs["_loop"] = Number(node.Loop);
        node.Outputs["_inner_loop"] = Number(node.InnerLoop);
        Feed(level, subprocess.Id, node);
        return true;
    }

    /// <summary>All branches run even where one of them fails; only what comes after them is not reached.</summary>
    private bool Walk(Level level, ForkStep fork)
    {
        var gateway = Enter(level, fork.Id);
        var open = fork.Branches.ToList();
        if (fork.Conditional)
        {
            var held = fork
                .Branches.Select(b => b.When is { } test ? _knowledge[level.Id].Holds(test) : false)
                .ToList();
            open = [.. fork.Branches.Where((_, i) => held[i] == true)];
            open = open.Count > 0 ? open : [.. fork.Branches.Where(b => b.When is null)];
            if (held.Contains(null) || open.Count == 0)
            {
                return Fail(gateway);
            }
        }
        gateway.State = "FINISHED";
        var through = open.Select(b => Walk(level, b.Steps)).ToList();
        return through.TrueForAll(t => t) && Pass(level, fork.Join);
    }

    private bool Walk(Level level, ChoiceStep choice)
    {
        var gateway = Enter(level, choice.Id);
        Branch? taken = null;
        foreach (var branch in choice.Branches.Where(b => b.When is not null))
        {
            var holds = _knowledge[level.Id].Holds(branch.When!);
            if (holds is null || (holds == true && taken is not null))
            {
                return Fail(gateway);
            }
            taken = holds == true ? branch : taken;
            if (taken is not null && choice.FirstWins)
            {
                break;
            }
        }
        taken ??= choice.Branches.FirstOrDefault(b => b.When is null);
        if (taken is null)
        {
            return Fail(gateway);
        }
        gateway.State = "FINISHED";
        return Walk(level, taken.Steps) && (!choice.Joined || Pass(level, choice.Join));
    }

    private bool Walk(Level level, LoopStep loop)
    {
        while (true)
        {
            if (!Walk(level, loop.Steps))
            {
                return false;
            }
            var gateway = Enter(level, loop.Id);
            if (_knowledge[level.Id].Holds(loop.While) is not { } again)
            {
                return Fail(gateway);
            }
            gateway.State = "FINISHED";
            if (!again)
            {
                return true;
            }
        }
    }

    private bool Walk(Level level, ActivityStep activity)
    {
        var known = _knowledge[level.Id];
        var executions = _executions.GetValueOrDefault(activity.Id);
        var iteration = 1;
        var node = Enter(level, activity.Id);
        while (true)
        {
            var ended = ActivityRules.Execute(
                activity,
                node,
                Behaviour.Of(_seed, activity.Number, ++executions),
                known
            );
            _executions[activity.Id] = executions;
            if (activity.Traits.Iterations > 0 && ended.Through)
            {
                Collect(known, activity, node, iteration);
            }
            else if (ended.PutsOut)
            {
                Feed(level, activity.Id, node);
            }
            var more = ended.Through && iteration < activity.Traits.Iterations;
            if (more && (!node.ErrorIgnored || activity.Traits.FailSkips))
            {
                var retried = node.Retry;
                (node, iteration) = (Enter(level, activity.Id), iteration + 1);
                node.Retry = retried;
                continue;
            }
            if (ended.Through || _retries.GetValueOrDefault(activity.Id) >= activity.Traits.AutoRetries)
            {
                return ended.Through;
            }
            _retries[activity.Id] = _retries.GetValueOrDefault(activity.Id) + 1;
            node.Retry++;
            if (activity.Traits.Iterations > 0)
            {
                (node.Loop, node.InnerLoop, iteration) = (1, 1, 1);
            }
        }
    }

    /// <summary>The list of what the iterations put out.</summary>
    private static void Collect(Knowledge known, ActivityStep activity, Expectation node, int iteration)
    {
        var result = node.ErrorIgnored ? "false" : "true";
        var element = $$"""{"result":{{result}},"inner_loop":{{node.InnerLoop}}}""";
        if (!node.ErrorIgnored)
        {
            node.Outputs["outputs"] = element;
        }
        var name = $"{activity.Id}list";
        var before = iteration == 1 ? "[]" : known.Value(name)!;
        known.Write(name, before == "[]" ? $"[{element}]" : $"{before[..^1]},{element}]");
    }

    private Expectation Enter(Level level, string id)
    {
        var before = Nodes.GetValueOrDefault(id);
        var sameEntry = _enteredIn.GetValueOrDefault(id) == _entry[level.Id];
        _enteredIn[id] = _entry[level.Id];
        return Nodes[id] = new Expectation
        {
            Loop = (before?.Loop ?? 0) + 1,
            InnerLoop = sameEntry ? before!.InnerLoop + 1 : 1,
        };
    }

    private bool Pass(Level level, string id)
    {
        Enter(level, id).State = "FINISHED";
        return true;
    }

    private static bool Fail(Expectation node)
    {
        node.State = "FAILED";
        node.Outputs["ex_data"] = "";
        return false;
    }

    /// <summary>What a node puts out goes to the constants that are bound to it; what it does not leaves them as they are.</summary>
    private void Feed(Level level, string id, Expectation node)
    {
        foreach (var constant in level.Constants.Where(c => c.From?.Node == id))
        {
            if (node.Outputs.TryGetValue(constant.From!.Value.Output, out var value))
            {
                _knowledge[level.Id].Write(constant.Name, value);
            }
        }
    }

    private Dictionary<string, string> Results(Level level) =>
        level.Outputs.ToDictionary(o => o, o => _knowledge[level.Id].Value(o[2..^1]) ?? JsonSerializer.Serialize(o));

    private static string Number(int number) => JsonSerializer.Serialize(number);
}
