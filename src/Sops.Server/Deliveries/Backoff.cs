namespace Sops.Server.Deliveries;

/// <summary>How long to wait after an attempt that failed. The waits are kept in rows, as they outlive the process.</summary>
internal static class Backoff
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
    ];

    /// <param name="attempts">Made so far; from 1.</param>
    /// <param name="chance">From 0 to 1: makes it a fifth shorter up to a fifth longer, so that not all come back at once.</param>
    public static TimeSpan After(int attempts, double chance) =>
        Waits[Math.Min(attempts, Waits.Length) - 1] * (0.8 + (0.4 * chance));
}
