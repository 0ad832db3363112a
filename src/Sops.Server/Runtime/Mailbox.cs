using Sops.Engine.Runs;
using Sops.Server.Access;

namespace Sops.Server.Runtime;

/// <summary>
/// Commands to one task that wait for their turn, in the order they came. What the service tells itself is taken together,
/// as far as it waits, and shares a transaction; a caller's command is taken alone.
/// </summary>
public sealed class Mailbox
{
    private const int Most = 64;
    private readonly LinkedList<Letter> _letters = [];

    public void Add(Letter letter)
    {
        lock (_letters)
        {
            _letters.AddLast(letter);
        }
    }

    /// <summary>False once somebody took it, who will see to its outcome.</summary>
    public bool TryWithdraw(Letter letter)
    {
        lock (_letters)
        {
            return _letters.Remove(letter);
        }
    }

    /// <summary>What is to be taken next; empty where nothing waits.</summary>
    public IReadOnlyList<Letter> Take()
    {
        var taken = new List<Letter>();
        lock (_letters)
        {
            while (
                _letters.First is { Value: var next }
                && taken.Count < Most
                && (taken.Count == 0 || (next.Call is null && taken[0].Call is null))
            )
            {
                _letters.RemoveFirst();
                taken.Add(next);
            }
        }
        return taken;
    }
}

/// <summary>A command in a <see cref="Mailbox"/>.</summary>
/// <param name="Actor">Who asks; "" for the service itself.</param>
/// <param name="NotBefore">The moment the command was due, where it was a timer's.</param>
/// <param name="Call">Null where the service tells itself.</param>
public sealed record Letter(Command Command, string Actor, string Name, DateTimeOffset? NotBefore, Call? Call)
{
    private readonly TaskCompletionSource<TurnOutcome> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<TurnOutcome> Outcome => _outcome.Task;

    public void Answer(TurnOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception error) => _outcome.TrySetException(error);
}
