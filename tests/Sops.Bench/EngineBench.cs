using System.Diagnostics;
using System.Globalization;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Bench;

/// <summary>Turns decided and applied on one core, in short runs and in long ones.</summary>
internal static class EngineBench
{
    private const int Short = 100;
    private const int Long = 10_000;
    private const int Samples = 9;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);
    private static readonly TaskIds Ids = TaskIds.Create("0123456789abcdef0123456");

    public static void Run(TextWriter output)
    {
        var (shortTree, longTree) = (Chain.Of(Short), Chain.Of(Long));
        Measure(shortTree);
        Measure(longTree);
        // By turns, so that what else the machine does falls on both alike.
        var pairs = Enumerable.Range(0, Samples).Select(_ => (Measure(shortTree), Measure(longTree))).ToList();
        var brief = Statistics.Of(pairs.Select(p => p.Item1));
        var lengthy = Statistics.Of(pairs.Select(p => p.Item2));
        output.WriteLine($"Decide + Apply, one thread, {Samples} samples of {Sample.TotalSeconds} s each");
        output.WriteLine($"chain of {Short, 6} nodes   {brief} turns/s");
        output.WriteLine($"chain of {Long, 6} nodes   {lengthy} turns/s");
        output.WriteLine($"allocated for each turn  {Allocated(shortTree):N0} B and {Allocated(longTree):N0} B");
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"long against short       {lengthy.Median / brief.Median:F2} by medians, "
                    + $"{Statistics.Of(pairs.Select(p => p.Item2 / p.Item1)).Median:F2} pair by pair"
            )
        );
    }

    private static double Measure(PipelineTree tree)
    {
        var (turns, watch) = (0L, Stopwatch.StartNew());
        while (watch.Elapsed < Sample)
        {
            turns += PlayOnce(tree);
        }
        return turns / watch.Elapsed.TotalSeconds;
    }

    private static long Allocated(PipelineTree tree)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        return PlayOnce(tree) is var turns ? (GC.GetAllocatedBytesForCurrentThread() - before) / turns : 0;
    }

    private static int PlayOnce(PipelineTree tree)
    {
        var run = new Run(tree, Ids);
        run.Apply(Decider.Create(run, null, "bench", Chain.Context));
        var turns = 1;
        for (var node = tree.Root.Start.Outgoing[0].Target; node is ServiceActivity; node = node.Outgoing[0].Target)
        {
            run.Apply(Decider.Decide(run, Chain.Answer(run, node.Index), Chain.Context));
            turns++;
        }
        return run.State == NodeState.Finished ? turns : throw new InvalidOperationException("The run did not end.");
    }
}
