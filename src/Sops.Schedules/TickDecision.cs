namespace Sops.Schedules;

/// <summary>Where a schedule stands between two ticks.</summary>
/// <param name="Next">The earliest tick that was not dealt with; null: none will come.</param>
/// <param name="Buffered">A tick that waits for the former task to end; null: none does.</param>
public sealed record TickState(DateTimeOffset? Next, DateTimeOffset? Buffered = null);

/// <summary>What is to be done about one tick, and where the schedule stands then.</summary>
public abstract record TickDecision(TickState After);

/// <summary>Nothing now.</summary>
public sealed record Wait(TickState After) : TickDecision(After);

/// <summary>The tick makes its task.</summary>
/// <param name="WasBuffered">It waited for the former task to end.</param>
public sealed record Fire(DateTimeOffset Tick, bool WasBuffered, TickState After) : TickDecision(After);

/// <summary>The former task has not ended, so this tick makes none.</summary>
public sealed record Skip(DateTimeOffset Tick, TickState After) : TickDecision(After);

/// <summary>The tick makes its task when the former one has ended.</summary>
public sealed record Buffer(DateTimeOffset Tick, TickState After) : TickDecision(After);

/// <summary>Nobody was there in time for these ticks.</summary>
/// <param name="Count">How many they are, counted up to a bound.</param>
/// <param name="More">There are more than were counted.</param>
public sealed record Miss(DateTimeOffset First, DateTimeOffset Last, int Count, bool More, TickState After)
    : TickDecision(After);
