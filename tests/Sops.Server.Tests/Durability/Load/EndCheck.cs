using System.Text.Json;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>Whether the history of a task that has ended is what its caller knows of it, and nothing happened twice.</summary>
internal static class EndCheck
{
    private static readonly HashSet<string> Asked =
    [
        "TASK_CREATED",
        "TASK_STARTED",
        "PIPELINE_PAUSED",
        "PIPELINE_RESUMED",
        "TASK_REVOKED",
        "NODE_PAUSED",
        "NODE_RESUMED",
        "NODE_RETRIED",
        "NODE_SKIPPED",
        "NODE_FAILED",
        "CALLBACK_RECEIVED",
    ];

    public static async Task RequireAsync(SopsClient client, Errand errand)
    {
        var task = errand.Run! with { Client = client };
        await errand.Watcher.RequireSameAsync(task);
        var events = await task.EventsAsync();
        Assert.Equal(Enumerable.Range(1, (int)events[^1].Revision), events.Select(e => (int)e.Revision).Distinct());
        RequireAskedOnce(errand, task, events);
        RequireFinishedOnce(errand, events);
    }

    /// <summary>What callers asked for happened in that order, each once and where the answer says.</summary>
    private static void RequireAskedOnce(Errand errand, StartedRun task, IEnumerable<TaskEvent> events)
    {
        Assert.Equal(errand.Script.Steps, errand.Answers.Select(a => a.Request.Step));
        Assert.Equal(
            errand.Answers.SelectMany(a =>
                a.Request.Step.Leaves.Select(kind =>
                    (kind, a.Request.Step.Node.Length == 0 ? "" : task[a.Request.Step.Node], a.Revision)
                )
            ),
            // What the service does by itself has no operator.
            events
                .Where(e => Asked.Contains(e.Kind) && e.Operator.Length > 0)
                .Select(e => (e.Kind, NodeOf(e), e.Revision))
        );
    }

    private static void RequireFinishedOnce(Errand errand, IEnumerable<TaskEvent> events)
    {
        var entered = new Dictionary<string, string>();
        var finished = new HashSet<(string Node, string Entry)>();
        foreach (var e in events)
        {
            if (e.Kind == "NODE_STARTED")
            {
                entered[e.NodeId] = Entry(e);
            }
            else if (e.Kind is "NODE_FINISHED" or "NODE_SKIPPED")
            {
                var entry = (e.NodeId, entered.GetValueOrDefault(e.NodeId, ""));
                Assert.True(finished.Add(entry), $"{errand.Name}: {entry} ended twice");
            }
        }
    }

    private static string NodeOf(TaskEvent e) =>
        e.Kind.StartsWith("PIPELINE", StringComparison.Ordinal) ? "" : e.NodeId;

    /// <summary>Which attempt at which iteration of which loop.</summary>
    private static string Entry(TaskEvent started)
    {
        var detail = JsonElement.Parse(started.Detail.Json);
        return string.Join(
            ' ',
            ((string[])["attempt", "loop", "inner_loop", "scope_loop", "iteration"]).Select(key =>
                detail.TryGetProperty(key, out var value) ? value.GetRawText() : "0"
            )
        );
    }
}
