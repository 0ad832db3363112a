using CsCheck;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Properties;

/// <summary>Thinks up plans. Smaller means fewer steps and fewer moves in between, which is what a failure is shrunk to.</summary>
internal sealed class PlanGen(bool noisy) : Gen<Plan>
{
    private const int MostSteps = 24;
    private const int MostNoise = 60;

    public override Plan Generate(PCG pcg, Size? min, out Size size)
    {
        while (true)
        {
            var steps = 1 + (int)pcg.Next(MostSteps);
            var noise = noisy ? (int)pcg.Next(MostNoise) : 0;
            var seed = pcg.Next64();
            size = new Size((ulong)((steps * MostNoise) + noise));
            var plan = new Plan(new Planner(seed, steps).Root(), seed, noise);
            if (!IsForbidden(plan))
            {
                return plan;
            }
        }
    }

    /// <summary>
    /// The one shape that the planner makes and the rules forbid: branches of an exclusive gateway that meet at a node or at
    /// the end, after converge gateways of their own. Any other refusal is a failure of the property.
    /// </summary>
    private static bool IsForbidden(Plan plan)
    {
        var problems = PipelineParser.Parse(PlanText.Of(plan), PipelineLimits.Default).Problems;
        return problems.Count > 0 && problems.All(p => p.Code == "EXCLUSIVE_CONVERGES_DIFFER");
    }
}

/// <summary>Throws of one series of dice.</summary>
internal sealed class Dice(ulong seed)
{
    private readonly PCG _pcg = new(1u, seed);

    public int Below(int count) => (int)_pcg.Next((uint)count);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
