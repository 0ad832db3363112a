namespace Sops.Engine.Expressions;

/// <summary>
/// What templates and conditions are evaluated in; one per node and turn, since it carries the budget that all of them
/// share. Not thread-safe. Variables that render values of their own do so in the same context.
/// </summary>
public sealed class EvaluationContext
{
    private long _steps;
    private int _depth;

    public required IVariables Variables { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>The zone of <c>datetime.now()</c> and of every other local time.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What the numbers of <c>random</c> follow from.</summary>
    public ulong Seed { get; init; }
    public EvaluationLimits Limits { get; init; } = EvaluationLimits.Default;

    /// <summary>Shared with the other contexts of the same turn; null where there is no turn.</summary>
    public TurnBudget? Turn { get; init; }

    /// <summary>How many numbers were drawn, so that the next one differs.</summary>
    internal ulong Draws { get; set; }

    /// <summary>What is equal and one key, at a price.</summary>
    internal Values.ValueEquality Equality => field ??= new(this);

    internal void Spend(long steps)
    {
        if (steps > Limits.MaxSteps - _steps)
            throw new EvaluationException($"the expressions take more than {Limits.MaxSteps} steps");
        Turn?.Spend(steps);
        _steps += steps;
    }

    /// <summary>Asks for a text of that many characters before it is made.</summary>
    internal void SpendText(long length)
    {
        if (length > Limits.MaxTextLength)
            throw new EvaluationException($"a text is longer than {Limits.MaxTextLength} characters");
        Spend(1 + length / 64);
    }

    /// <summary>Asks for a collection of that many items before it is made.</summary>
    internal void SpendItems(long count)
    {
        if (count > Limits.MaxCollection)
            throw new EvaluationException($"a collection has more than {Limits.MaxCollection} items");
        Spend(1 + count);
    }

    /// <summary>Asks for one more item in a collection of that many.</summary>
    internal void Grow(long count)
    {
        if (count >= Limits.MaxCollection)
            SpendItems(count + 1);
        Spend(1);
    }

    internal void Enter()
    {
        if (_depth >= Limits.MaxDepth)
            throw new EvaluationException(
                $"the expressions nest more than {Limits.MaxDepth} levels deep (does a variable refer to itself?)"
            );
        _depth++;
    }

    internal void Leave() => _depth--;
}
