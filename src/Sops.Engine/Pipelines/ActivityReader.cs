using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Reads what is particular to an activity: its component, inputs and rules for failure.</summary>
internal static class ActivityReader
{
    private const int MostRetries = 10;
    private const int LongestInterval = 60;

    public static ServiceActivity Read(TreeReader tree, Level level, Fields fields, string id, string name)
    {
        var ignorable = fields.Flag("error_ignorable", false);
        var component = fields.RequiredObject("component");
        var retry = Retry(fields.Object("auto_retry"));
        var timeout = Timeout(fields.Object("timeout_config"));
        if (IsOn(fields, "timeout_config") && (ignorable || IsOn(fields, "auto_retry")))
            fields.Report(
                "TIMEOUT_CONFLICT",
                "timeout_config",
                "timeout_config can not be enabled together with error_ignorable or auto_retry."
            );
        return new ServiceActivity
        {
            Index = tree.Nodes.Count,
            Id = id,
            Name = name,
            Pipeline = level.Pipeline,
            Component = Component(component),
            Inputs = component is { } c ? Inputs(tree, c) : [],
            ErrorIgnorable = ignorable,
            // What is ignored when it fails must not hold the task up when it is forced to fail.
            Skippable = Flag(fields, "skippable", "isSkipped") || ignorable,
            Retryable = Flag(fields, "retryable", "can_retry"),
            Optional = fields.Flag("optional", false),
            AutoRetry = retry,
            Timeout = timeout,
            Loop = Loop(tree, fields.Object("loop_config")),
        };
    }

    private static bool IsOn(Fields fields, string name) =>
        fields.Find(name) is { ValueKind: JsonValueKind.Object } part
        && part.TryGetProperty("enable", out var enable)
        && enable.ValueKind == JsonValueKind.True;

    private static bool Flag(Fields fields, string name, string formerName) =>
        fields.Find(name) is not null ? fields.Flag(name, true) : fields.Flag(formerName, true);

    private static ComponentRef Component(Fields? fields)
    {
        if (fields is not { } component)
            return new ComponentRef("", "");
        var code = component.RequiredText("code");
        if (code.Length == 0 && component.Find("code") is { ValueKind: JsonValueKind.String })
            component.Report("COMPONENT_CODE_EMPTY", "code", "The activity names no component.");
        return new ComponentRef(code, component.Text("version") is { Length: > 0 } version ? version : "legacy");
    }

    private static List<NodeInput> Inputs(TreeReader tree, Fields component)
    {
        if (component.RequiredObject("data") is not { } data)
            return [];
        var inputs = new List<NodeInput>();
        foreach (var entry in data.Element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object)
            {
                data.Mistyped(entry.Name, "an object with \"hook\" and \"value\"");
                continue;
            }
            var item = data.Of(entry);
            if (item.Find("hook") is null)
                item.Missing("hook");
            item.Flag("hook", false);
            var render = item.Flag("need_render", true);
            if (!entry.Value.TryGetProperty("value", out var value))
            {
                item.Missing("value");
                continue;
            }
            Values.CheckSize(tree, value, item);
            inputs.Add(new NodeInput(entry.Name, value.Clone(), render));
        }
        return inputs;
    }

    private static AutoRetry? Retry(Fields? fields)
    {
        if (fields is not { } retry || !retry.Flag("enable", false))
            return null;
        var times = Magnitude(retry.Integer("times") ?? MostRetries, MostRetries);
        var interval = Magnitude(retry.Integer("interval") ?? 0, LongestInterval);
        return times == 0 ? null : new AutoRetry(times, TimeSpan.FromSeconds(interval));
    }

    private static int Magnitude(int value, int most) => (int)Math.Min(Math.Abs((long)value), most);

    private static NodeTimeout? Timeout(Fields? fields)
    {
        if (fields is not { } timeout || !timeout.Flag("enable", false))
            return null;
        var action = timeout.Text("action") ?? "forced_fail";
        if (action is not ("forced_fail" or "forced_fail_and_skip"))
            timeout.Report(
                "TIMEOUT_ACTION_UNKNOWN",
                "action",
                $"\"{action}\" is no action of a timeout; there are forced_fail and forced_fail_and_skip."
            );
        if (timeout.Integer("seconds") is { } seconds and > 0)
            return new NodeTimeout(TimeSpan.FromSeconds(seconds), action == "forced_fail_and_skip");
        timeout.Warn(
            "TIMEOUT_IGNORED",
            "seconds",
            "\"seconds\" is no positive whole number: there will be no timeout."
        );
        return null;
    }

    private static NodeLoop? Loop(TreeReader tree, Fields? fields)
    {
        if (fields is not { } loop || !loop.Flag("enable", false))
            return null;
        var times = loop.Integer("loop_times") ?? 0;
        if (times < 1 || times > tree.Limits.LoopTimes)
            loop.Report(
                "LOOP_TIMES_INVALID",
                "loop_times",
                $"\"loop_times\" must be a whole number from 1 to the limit LoopTimes of {tree.Limits.LoopTimes}."
            );
        return new NodeLoop(
            times,
            loop.Flag("fail_skip", false),
            loop.Flag("retryable", false),
            loop.Flag("skippable", false),
            loop.Text("outputs_key") is { Length: > 0 } key ? key : "outputs"
        );
    }
}
