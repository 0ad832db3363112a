namespace Sops.Engine.Tests.Properties;

/// <summary>What a plugin will do in one execution; it follows from the plan's seed, so a repeated run sees the same.</summary>
/// <param name="Waits">One after another, each of an even number of seconds; after the last it is done.</param>
internal sealed record Behaviour(IReadOnlyList<Wait> Waits, bool Succeeds, int Value)
{
    private const int PatientUntil = 8;

    /// <param name="execution">From 1; a node executed over and over again succeeds in the end.</param>
    public static Behaviour Of(ulong seed, int step, int execution)
    {
        var dice = new Dice(seed ^ ((ulong)step << 32) ^ (ulong)execution);
        var waits = new List<Wait>();
        while (waits.Count < 4 && dice.Chance(40))
        {
            waits.Add(new Wait(dice.Chance(50), 2 * dice.Below(5)));
        }
        return new Behaviour(waits, execution > PatientUntil || dice.Chance(80), dice.Below(4));
    }
}

/// <param name="ForCallback">It waits for a callback, which comes then; else it is polled then.</param>
internal sealed record Wait(bool ForCallback, int Seconds);
