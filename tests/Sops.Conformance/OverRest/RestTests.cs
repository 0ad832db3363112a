using System.Collections.Concurrent;

namespace Sops.Conformance.OverRest;

/// <summary>Every recorded case on the server as it is shipped, in real time, many at once.</summary>
public class RestTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    private const int AtOnce = 16;

    [Fact]
    public async Task Server_RecordedCases_DoWhatWasRecorded()
    {
        var client = new RestClient(server.Http);
        var wrong = new ConcurrentDictionary<string, IReadOnlyList<string>>();
        await Parallel.ForEachAsync(
            Cases.Names.Select(Cases.Read),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (recorded, _) =>
            {
                if (await RestPlayer.PlayAsync(client, recorded) is { Count: > 0 } differences)
                {
                    wrong[recorded.Name] = differences;
                }
            }
        );
        // A step that is meant for a moment while a clock runs may come too late on a busy machine: once more, alone.
        foreach (var late in wrong.Keys.Select(Cases.Read).Where(RunsAClock).ToList())
        {
            wrong[late.Name] = await RestPlayer.PlayAsync(client, late);
        }

        var lines = wrong.OrderBy(w => w.Key).SelectMany(w => w.Value.Select(d => $"{w.Key}: {d}")).ToList();
        Assert.True(lines.Count == 0, string.Join("\n", lines));
    }

    private static bool RunsAClock(RecordedCase recorded) =>
        recorded.Tree.GetRawText() is var tree
        && (
            tree.Contains("\"test_sleep\"", StringComparison.Ordinal)
            || tree.Contains("\"timeout_config\"", StringComparison.Ordinal)
        );
}
