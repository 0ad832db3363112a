using CsCheck;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>Random trees, plugins and operators. The failure message names the seed; CsCheck_Seed in the environment repeats it.</summary>
public class RunPropertyTests
{
    private const int MostTurns = 4000;
    private const int MostHelp = 300;

    [Fact]
    public void Run_WhateverHappens_KeepsTheRules() =>
        new PlanGen(noisy: true).Sample(Play, time: Budget.Seconds(0.6), threads: 1, print: Show);

    private static void Play(Plan plan)
    {
        var dice = new Dice(~plan.Seed);
        var player = new Player(plan, reruns: 3 + dice.Below(10));
        var meddler = new Meddler(player.Run, dice);
        var (noise, help) = (plan.Noise, MostHelp);
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (noise > 0 && dice.Chance(40))
            {
                noise = player.Run.State is NodeState.Finished or NodeState.Revoked ? noise / 2 : noise - 1;
                player.Do(meddler.Any());
            }
            else if (dice.Chance(5))
            {
                player.RepeatAnswer(dice);
            }
            else if (player.NextDue() is { } due)
            {
                if (dice.Chance(30))
                {
                    player.PassTo(due);
                }
                player.HappenDue(first: false, dice);
            }
            else if (help-- > 0 && meddler.Helpful() is { } command)
            {
                Assert.Null(player.Do(command));
            }
            else if (noise == 0)
            {
                Ended(player.Run, help);
                return;
            }
        }
        Assert.Fail("the run does not come to rest");
    }

    /// <summary>Over, or held up by failures that nobody can mend, unless people lost patience.</summary>
    private static void Ended(Run run, int help) =>
        Assert.True(
            run.State is NodeState.Finished or NodeState.Revoked
                || help < 0
                || run.Nodes.Any(n => n.State == NodeState.Failed),
            $"the task rests as {run.State}"
        );

    private static string Show(Plan plan) => $"{plan.Noise} moves of others, seed {plan.Seed}: {PlanText.Of(plan)}";
}
