namespace Sops.Engine.Expressions;

/// <summary>
/// What everything that is evaluated and handed over in one turn may cost together. Each node has a budget of its own; this
/// one keeps a thousand nodes that use theirs up from holding a task, or filling the database, in a single turn.
/// </summary>
public sealed class TurnBudget(long steps, long bytes)
{
    private long _spent;
    private long _held;

    /// <summary>Nothing was taken from it yet.</summary>
    public bool IsWhole => _spent == 0 && _held == 0;

    /// <summary>Steps that were taken so far.</summary>
    public long Spent => _spent;

    /// <summary>Bytes of values that the turn hands over so far.</summary>
    public long Held => _held;

    /// <summary>That much is left.</summary>
    public bool Has(long moreSteps, long moreBytes) => moreSteps <= steps - _spent && moreBytes <= bytes - _held;

    /// <summary>False, and nothing is taken, where that much is not left.</summary>
    public bool TrySpend(long count)
    {
        if (count > steps - _spent)
            return false;
        _spent += count;
        return true;
    }

    /// <exception cref="EvaluationException">That much is not left.</exception>
    public void Spend(long count)
    {
        if (!TrySpend(count))
        {
            // What is left is worth nothing to anybody: the rest of the turn fails at once rather than slowly.
            _spent = steps;
            throw new EvaluationException($"the expressions of one turn take more than {steps} steps together");
        }
    }

    /// <summary>Asks for that many bytes of values that the turn hands over.</summary>
    /// <exception cref="EvaluationException">That many are not left.</exception>
    public void Hold(long count)
    {
        if (count > bytes - _held)
            throw new EvaluationException($"the values of one turn take more than {bytes} bytes together");
        _held += count;
    }
}
