using System.Globalization;

namespace Sops.Engine.Tests.Properties;

/// <summary>How one execution of an activity ends, by the reference.</summary>
internal static class ActivityRules
{
    /// <param name="Through">The flow goes on.</param>
    /// <param name="PutsOut">Its outputs reach the constants: also of a failure, but not of one that was forced.</param>
    public sealed record Ending(bool Through, bool PutsOut);

    public static Ending Execute(ActivityStep activity, Expectation node, Behaviour behaviour, Knowledge known)
    {
        var traits = activity.Traits;
        node.Inputs = new()
        {
            ["in"] = known.Rendered(activity.Input),
            ["_loop"] = Text(node.Loop),
            ["_inner_loop"] = Text(node.InnerLoop),
        };
        node.Outputs = [];
        var time = 0;
        for (var i = 0; i < behaviour.Waits.Count && InTime(traits, time); i++)
        {
            node.Outputs["waited"] = Text(i + 1);
            time += behaviour.Waits[i].Seconds;
        }
        if (!InTime(traits, time))
        {
            node.Outputs["_forced_failed"] = "true";
            node.Outputs["ex_data"] = "";
            node.Skipped = traits.TimeoutSkips;
            node.State = traits.TimeoutSkips ? "FINISHED" : "FAILED";
            return new Ending(traits.TimeoutSkips, PutsOut: false);
        }
        var ignored = !behaviour.Succeeds && (traits.ErrorIgnorable || (traits.Iterations > 0 && traits.FailSkips));
        node.State = behaviour.Succeeds || ignored ? "FINISHED" : "FAILED";
        node.ErrorIgnored = ignored;
        node.Outputs["value"] = Text(behaviour.Value);
        node.Outputs["_result"] = behaviour.Succeeds ? "true" : "false";
        node.Outputs["_loop"] = Text(node.Loop);
        node.Outputs["_inner_loop"] = Text(node.InnerLoop);
        if (!behaviour.Succeeds)
        {
            node.Outputs["ex_data"] = "";
        }
        return new Ending(behaviour.Succeeds || ignored, PutsOut: true);
    }

    private static bool InTime(Traits traits, int time) => traits.TimeoutSeconds == 0 || time < traits.TimeoutSeconds;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
