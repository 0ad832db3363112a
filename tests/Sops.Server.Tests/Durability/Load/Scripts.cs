using System.Text.Json.Nodes;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>What callers do with their tasks.</summary>
internal static class Scripts
{
    private static readonly Step Create = new("create");
    private static readonly Step Start = new("start");
    private static readonly Step CreateAndStart = new("create_and_start");
    private static readonly Step Pause = new("pause") { At = "hold", When = "RUNNING" };
    private static readonly Step Resume = new("resume") { When = "SUSPENDED" };
    private static readonly Step Revoke = new("revoke") { When = "RUNNING" };
    private static readonly Step CallBack = new("callback", "hold") { When = "RUNNING" };

    /// <summary>Of which a few fill the log, so that it is cleared under load.</summary>
    private static readonly string Large = new('x', 200_000);

    private static readonly JsonObject TwiceByItself = new()
    {
        ["enable"] = true,
        ["interval"] = 0,
        ["times"] = 2,
    };

    private static readonly JsonObject ThreeTimes = new() { ["enable"] = true, ["loop_times"] = 3 };

    private static readonly JsonObject OneSecond = new()
    {
        ["enable"] = true,
        ["seconds"] = 1,
        ["action"] = "forced_fail",
    };

    /// <summary>Every verb, every kind of wait, and tasks that are left as they wait.</summary>
    public static IReadOnlyList<Script> All { get; } =
    [
        new("called back", Held, Create, Start, CallBack),
        new("left running", Held, Create, Start, CallBack with { IsHeld = true }),
        new("left failed", Flaky(1), CreateAndStart, Retry("flaky") with { IsHeld = true }),
        new("left paused", Held, Create, Start, Pause, CallBack, Resume with { IsHeld = true }),
        new("paused while called back", Held, CreateAndStart, Pause, CallBack, Resume),
        new("retried", Flaky(2), Create, Start, Retry("flaky"), Retry("flaky")),
        new("skipped", Tree(Fail("bad"), Echo("last")), CreateAndStart, Skip("bad")),
        new("held at a node", Held, Create, new("pause", "last"), Start, CallBack, Resumed("last")),
        new("failed by force", Held, CreateAndStart, CallBack with { Verb = "forced_fail" }, Skip("hold")),
        new("revoked", Tree(Parallel("fork", Node("hold", "test_callback"), Long("long"))), CreateAndStart, Revoke),
        new("timed out", TimedOut, CreateAndStart, Skip("late")),
        new("timed", Timed, Create, Start),
        new(
            "called back twice",
            Tree(Node("hold", "test_multi_callback", ("count", 2))),
            CreateAndStart,
            CallBack with
            {
                Data = """{"n": 1}""",
            },
            CallBack with
            {
                Data = """{"n": 2}""",
            }
        ),
    ];

    /// <summary>Tasks that are large.</summary>
    public static IReadOnlyList<Script> Heavy { get; } =
    [
        new(
            "heavy",
            Tree(Echo("first"), Node("hold", "test_callback"), Node("last", "test_echo", ("text", Large))),
            Create,
            Start,
            CallBack
        ),
        All[1],
    ];

    private static string Held => Tree(Echo("first"), Node("hold", "test_callback"), Echo("last"));

    private static string TimedOut =>
        Tree(
            Act(
                "late",
                n =>
                {
                    n["component"]!["code"] = "pause_node";
                    n["timeout_config"] = OneSecond.DeepClone();
                }
            ),
            Echo("last")
        );

    private static string Timed =>
        Tree(
            Parallel(
                "fork",
                Node("sleep", "test_sleep", ("seconds", 0.3)),
                Node("poll", "test_poll", ("times", 3)),
                Node("timer", "sleep_timer", ("bk_timing", "1")),
                Act(
                    "again",
                    n =>
                    {
                        n["component"]!["code"] = "test_fail_times";
                        n["auto_retry"] = TwiceByItself.DeepClone();
                    },
                    ("times", 2)
                ),
                Act(
                    "loop",
                    n =>
                    {
                        n["component"]!["code"] = "test_echo";
                        n["loop_config"] = ThreeTimes.DeepClone();
                    }
                )
            )
        );

    private static string Flaky(int times) =>
        Tree(Echo("first"), Node("flaky", "test_fail_times", ("times", times)), Echo("last"));

    private static Step Resumed(string node) => new("resume", node) { When = "SUSPENDED" };

    private static Step Retry(string node) => new("retry", node) { When = "FAILED" };

    private static Step Skip(string node) => new("skip", node) { When = "FAILED" };
}
