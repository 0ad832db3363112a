using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

public class ClaimTests
{
    private static readonly ValueMap Two = ValueMap.Empty.With("${k}", Json.Of(2));

    [Fact]
    public void Claim_ChangesConstants_AndNothingElseOfTheRun()
    {
        var script = Given().Do(new ClaimTask("ann", "name", Two)).TaskIs(NodeState.Created);

        Assert.Equal(2, script.Run.Constants.Single(c => c.Key == "${k}").Value.GetInt32());
        script.Start().Input("a", "x", 2);
    }

    [Fact]
    public void Claim_OfAStartedTask_IsRefused() =>
        Given().Start().Do(new ClaimTask("ann", null, Two)).Refused("TASK_ALREADY_STARTED");

    [Fact]
    public void Claim_WithConstantsInACircle_IsRefusedWhole()
    {
        var circle = ValueMap.Empty.With("${k}", Json.Of("${k}"));

        var script = Given().Do(new ClaimTask("ann", null, circle)).Refused("CONSTANT_CIRCLE");

        Assert.Empty(script.Run.Constants);
    }

    private static Script Given() => Script.Given(Tree(Constant("k", 1), Act("a", inputs: ("x", "${k}"))));
}
