namespace Sops.Schedules.Tests;

/// <summary>Keeps one schedule the way its user does: asks at a moment until there is nothing left to do.</summary>
internal sealed class Keeper
{
    private ScheduleRules _rules;

    public Keeper(ScheduleRules rules, DateTimeOffset now)
    {
        _rules = rules;
        State = new TickState(Ticks.Next(rules, now));
    }

    public TickState State { get; private set; }
    public List<DateTimeOffset> Fired { get; } = [];
    public List<Miss> Missed { get; } = [];

    /// <summary>What the schedule says at that moment, one decision after the other, the last being to wait.</summary>
    public List<TickDecision> Ask(DateTimeOffset now, bool previousIsOpen = false)
    {
        var decisions = new List<TickDecision>();
        do
        {
            var decision = Ticks.Decide(_rules, State, now, previousIsOpen);
            decisions.Add(decision);
            State = decision.After;
            switch (decision)
            {
                case Fire fire:
                    Fired.Add(fire.Tick);
                    break;
                case Miss miss:
                    Missed.Add(miss);
                    break;
                default:
                    break;
            }
        } while (decisions[^1] is not Wait);
        return decisions;
    }

    /// <summary>The clock goes evenly, and the keeper wakes when something is due.</summary>
    public void Pass(DateTimeOffset from, DateTimeOffset to)
    {
        Ask(from);
        while (State.Next is { } next && Ticks.DueAt(_rules, next) is var due && due < to)
        {
            Ask(due);
        }
    }

    /// <summary>Enabled anew, or with another cron: from the next tick on.</summary>
    public void Restart(ScheduleRules rules, DateTimeOffset now)
    {
        _rules = rules;
        State = new TickState(Ticks.Next(rules, now));
    }
}
