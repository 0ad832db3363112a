using System.Text.Json;

namespace Sops.Clients.Tests;

/// <summary>The page as a person in a browser meets it.</summary>
public sealed class PageTests(ServerProcess server)
{
    const string Hostile = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task Page_LosesItsServer_GoesOnAfterTheLastRevision_AndLetsThePauseGoOn()
    {
        Require();
        await using var own = new ServerProcess();
        await own.InitializeAsync();
        var task = await WatchedTask.CreateAsync(own, Hostile, Hostile);
        await task.StartAsync();

        var page = await VisitAsync(
            $"{own.Http}/?bk_biz_id={WatchedTask.Business}&task_id={task.Id}",
            pages: 1,
            onWaiting: async () =>
            {
                own.Kill();
                await own.StartAsync();
            }
        );

        Assert.Equal(Hostile, page.GetProperty("name").GetString());
        Assert.Contains(
            "the server cannot be reached",
            page.GetProperty("links").EnumerateArray().Select(link => link.GetString())
        );
        await MustShowAsync(task, page, Hostile);
    }

    [Fact]
    public async Task Page_OfManyThatAreOpen_IsServedWhenLookedAt_AlsoAtTheTaskUrl()
    {
        Require();
        var task = await WatchedTask.CreateAsync(server);
        await task.StartAsync();

        var page = await VisitAsync(
            $"{server.Http}/taskflow/execute/{WatchedTask.Business}/?instance_id={task.Id}",
            pages: 8,
            onWaiting: () => Task.CompletedTask
        );

        await MustShowAsync(task, page, "pause");
    }

    [Fact]
    public async Task Page_OfAnUnknownTask_SaysWhatTheServerSays()
    {
        Require();

        var ended = await OutsideProgram.RunAsync(
            "node",
            [Repository.Probe("problem.mjs"), $"{server.Http}/?bk_biz_id={WatchedTask.Business}&task_id=987654321"]
        );

        ended.MustBeFine();
        Assert.Contains("987654321", ended.Output, StringComparison.Ordinal);
    }

    static void Require()
    {
        Tool.Require("node", Tool.Chromium);
        Tool.RequireNodeModules("tests", "Sops.Clients.Tests");
    }

    static async Task<JsonElement> VisitAsync(string address, int pages, Func<Task> onWaiting)
    {
        JsonElement? result = null;
        var ended = await OutsideProgram.RunAsync(
            "node",
            [Repository.Probe("page.mjs"), address, $"{pages}"],
            async (line, input) =>
            {
                if (line == "waiting")
                {
                    await onWaiting();
                    await input.WriteLineAsync("go on");
                    await input.FlushAsync();
                }
                else
                {
                    result = JsonElement.Parse(line);
                }
            }
        );
        ended.MustBeFine();
        return result!.Value;
    }

    /// <summary>The table at the end is what a watch from the start adds up to.</summary>
    static async Task MustShowAsync(WatchedTask task, JsonElement page, string pause)
    {
        var history = await task.WatchAsync(after: 0);
        Assert.Empty(page.GetProperty("problems").EnumerateArray());
        Assert.Equal("", page.GetProperty("problem").GetString());
        Assert.Equal(0, page.GetProperty("buttons").GetInt32());
        Assert.Equal($"{history[^1].Revision}", page.GetProperty("revision").GetString());
        var rows = page.GetProperty("rows").EnumerateArray().Select(row => row.Deserialize<string[]>()!).ToList();
        Assert.Equivalent(new[] { "start", pause, "timing", "end" }, rows.Select(row => row[1]), strict: true);
        Assert.All(rows, row => Assert.Equal("FINISHED", row[2]));
        Assert.Equal([task.Pause], rows.Where(row => row[1] == pause).Select(row => row[0]));
    }
}
