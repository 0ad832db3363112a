using System.Text.Json;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Seeds;

/// <summary>The documents' trees of a 2 s timer and a pause, from template to FINISHED.</summary>
public abstract class TimerAndPauseTests(SopsApp app)
{
    protected SopsClient Client { get; } = app.Client;

    public static TheoryData<string, string, string> Trees =>
        new()
        {
            { "001_1", "pause", "timing" },
            { "003_2", "暂停", "定时" },
            { "003_3", "暂停", "定时" },
        };

    /// <summary>The pause waits: its plugin was called and there is nothing left to do until somebody calls back.</summary>
    protected static Task PausedAsync(StartedRun task, string pause) => task.UntilNodeAsync(pause, "RUNNING");

    protected static async Task FinishedAsync(StartedRun task, string pause, string timer)
    {
        var view = await task.UntilAsync("FINISHED");

        Assert.Equal(["FINISHED", "FINISHED"], [view.Nodes[task[pause]], view.Nodes[task[timer]]]);
        var events = await task.EventsAsync();
        var started = events.Single(e => e.Kind == "NODE_STARTED" && e.NodeId == task[timer]);
        var finished = events.Single(e => e.Kind == "NODE_FINISHED" && e.NodeId == task[timer]);
        Assert.True(finished.Time.ToDateTime() - started.Time.ToDateTime() >= TimeSpan.FromSeconds(2));
    }

    protected async Task<long> TemplateAsync(string path, string seed)
    {
        var body = $$"""{"bk_biz_id": 2, "name": "seed {{seed}}", "pipeline_tree": {{TestTrees.Seed(seed)}}}""";
        return (await Client.PostOkAsync(path, body)).Data.GetProperty("template_id").GetInt64();
    }

    protected StartedRun Started(JsonElement data) =>
        new(
            Client,
            SopsClient.Business,
            data.GetProperty("task_id").GetInt64(),
            data.GetProperty("pipeline_tree").GetRawText()
        );
}
