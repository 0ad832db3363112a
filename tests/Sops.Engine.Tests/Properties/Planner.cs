namespace Sops.Engine.Tests.Properties;

/// <summary>
/// Builds one plan within a number of steps. What a step reads was written by steps before it, never by a parallel branch:
/// the same plan has one outcome in whatever order its branches run.
/// </summary>
internal sealed class Planner(ulong seed, int steps)
{
    private const int Deepest = 4;
    private readonly Dice _dice = new(seed);
    private int _left = steps;
    private int _number;

    public Level Root() => PlanLevel("", [], 0);

    private sealed record Scope(List<Binding> Constants, List<string> Visible, bool Converges, int Depth)
    {
        /// <summary>What is written inside stays unseen outside, where nobody knows whether it was.</summary>
        public Scope Inside(bool converges = true) =>
            this with
            {
                Visible = [.. Visible],
                Converges = Converges && converges,
                Depth = Depth + 1,
            };
    }

    private Level PlanLevel(string id, IReadOnlyList<string> outside, int depth)
    {
        var prefix = id.Length == 0 ? "k" : $"{id}k";
        var constants = new List<Binding>
        {
            new($"{prefix}0", _dice.Below(4)),
            new($"{prefix}1", _dice.Below(4), Given: outside.Count > 0 ? Read(outside) : null),
            new($"{prefix}2", $"${{{prefix}{_dice.Below(2)}}}"),
        };
        var scope = new Scope(constants, [.. constants.Select(c => c.Name)], true, depth);
        var sequence = Sequence(scope, atLeast: 1);
        var outputs = constants.Where(_ => _dice.Chance(50)).Select(c => c.Key).ToList();
        return new Level(id, sequence, constants, outputs);
    }

    private List<Step> Sequence(Scope scope, int atLeast)
    {
        var sequence = new List<Step>();
        var most = atLeast + _dice.Below(4);
        while (sequence.Count < atLeast || (sequence.Count < most && _left > 0))
        {
            sequence.Add(Next(scope));
        }
        return sequence;
    }

    private Step Next(Scope scope)
    {
        _left--;
        return (_left > 0 && scope.Depth < Deepest ? _dice.Below(16) : 0) switch
        {
            8 => PlanSubprocess(scope),
            9 or 10 => PlanFork(scope, conditional: false),
            11 => PlanFork(scope, conditional: true),
            12 or 13 => PlanChoice(scope),
            14 => PlanLoop(scope),
            15 when scope.Converges => new ConvergeStep(_number++),
            _ => PlanActivity(scope, PlanTraits()),
        };
    }

    private ActivityStep PlanActivity(Scope scope, Traits traits, string output = "value")
    {
        var activity = new ActivityStep(_number++, traits, Read(scope.Visible));
        if (traits.Iterations > 0)
        {
            Show(scope, new Binding($"{activity.Id}list", 0, (activity.Id, "no_output")));
        }
        else if (output != "value" || _dice.Chance(60))
        {
            Show(scope, new Binding($"{activity.Id}out", 0, (activity.Id, output)));
        }
        return activity;
    }

    private static void Show(Scope scope, Binding constant)
    {
        scope.Constants.Add(constant);
        scope.Visible.Add(constant.Name);
    }

    private object Read(IReadOnlyList<string> visible) =>
        _dice.Chance(70) ? $"${{{_dice.Of(visible)}}}" : _dice.Below(4);

    private Traits PlanTraits()
    {
        var traits = new Traits { Retryable = _dice.Chance(90), Skippable = _dice.Chance(85) };
        return _dice.Below(10) switch
        {
            0 or 1 => traits with { ErrorIgnorable = true, Skippable = true },
            2 => traits with { AutoRetries = 1 + _dice.Below(3), RetrySeconds = 2 * _dice.Below(4) },
            3 or 4 => traits with { TimeoutSeconds = 1 + (2 * _dice.Below(8)), TimeoutSkips = _dice.Chance(60) },
            5 => traits with
            {
                Iterations = 1 + _dice.Below(3),
                FailSkips = _dice.Chance(50),
                ErrorIgnorable = _dice.Chance(20),
                AutoRetries = _dice.Below(2),
            },
            _ => traits,
        };
    }

    private SubprocessStep PlanSubprocess(Scope scope)
    {
        var number = _number++;
        var body = PlanLevel($"s{number}", scope.Visible, scope.Depth + 1);
        if (body.Outputs.Count > 0)
        {
            Show(scope, new Binding($"s{number}out", 0, ($"s{number}", _dice.Of(body.Outputs))));
        }
        return new SubprocessStep(number, body);
    }

    private ForkStep PlanFork(Scope scope, bool conditional)
    {
        var number = _number++;
        var branches = new List<Branch>();
        var count = 1 + _dice.Below(4);
        var fallback = conditional && _dice.Chance(60) ? _dice.Below(count) : -1;
        for (var i = 0; i < count; i++)
        {
            var when = conditional && i != fallback ? PlanTest(scope) : null;
            // A lone branch would meet at whatever converge gateway comes first in it.
            var inside = scope.Inside();
            branches.Add(
                new Branch(
                    count == 1 ? [PlanActivity(inside, PlanTraits())]
                        : _dice.Chance(10) ? []
                        : Sequence(inside, atLeast: 1),
                    when
                )
            );
        }
        return new ForkStep(number, conditional, branches);
    }

    private ChoiceStep PlanChoice(Scope scope)
    {
        var number = _number++;
        var joined = _dice.Chance(50);
        var count = 1 + _dice.Below(3);
        var fallback = _dice.Chance(80) ? _dice.Below(count) : -1;
        var branches = new List<Branch>();
        for (var i = 0; i < count; i++)
        {
            var steps = _dice.Chance(15) ? [] : Sequence(scope.Inside(converges: joined), atLeast: 1);
            branches.Add(new Branch(steps, i == fallback ? null : PlanTest(scope)));
        }
        return new ChoiceStep(number, joined, _dice.Chance(50), branches);
    }

    /// <summary>The first in a loop is an activity that counts the rounds.</summary>
    private LoopStep PlanLoop(Scope scope)
    {
        var number = _number++;
        var counter = PlanActivity(
            scope,
            PlanTraits() with
            {
                Iterations = 0,
            },
            _dice.Chance(50) ? "_loop" : "_inner_loop"
        );
        var inside = scope.Inside();
        List<Step> sequence = [counter, .. Sequence(inside, atLeast: 0)];
        return new LoopStep(number, sequence, new Test($"{counter.Id}out", "<", 2 + _dice.Below(2)));
    }

    private Test PlanTest(Scope scope) =>
        new(_dice.Of(scope.Visible), _dice.Of((string[])["==", "==", "<", ">="]), _dice.Below(4));
}
