using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>
/// Callers keep their own history while the service is killed under them, or stands still for a while: all that was
/// acknowledged or shown is there, once, and every task goes on to its end. SOPS_TEST_KILLS asks for a
/// long run.
/// </summary>
public sealed class LoadedKillTests(ITestOutputHelper output)
{
    /// <summary>All that is stored is checked after each kill, so a file is not to grow without end.</summary>
    private const int KillsPerFile = 25;
    private const int MostAcknowledged = 60;

    private const int FewKills = 5;

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("SOPS_TEST_KILLS"), out var kills) ? kills : FewKills;

    private static TimeSpan Standstill => TimeSpan.FromSeconds(Kills > FewKills ? 10 : 1);

    [Fact]
    public async Task Service_KilledAtAnyMoment_LosesNothing_AndDoesNothingTwice()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var (random, acknowledged) = (new Random(seed), 0);
        for (var left = Kills; left > 0; left -= KillsPerFile)
        {
            acknowledged += await KillAsync(Math.Min(left, KillsPerFile), random);
        }
        output.WriteLine($"{Kills} kills, {acknowledged} acknowledgements, nothing found");
    }

    [Fact]
    public async Task Service_ThatStoodStill_GoesOn_AndLosesNothing()
    {
        await using var server = await SopsProcess.BeginAsync();
        var callers = NewCallers();
        var calls = callers.CallAsync(server.Client!);
        await CallsAsync(callers, MostAcknowledged);

        await server.SignalAsync("STOP");
        await Task.Delay(Standstill);
        await server.SignalAsync("CONT");

        await CallsAsync(callers, MostAcknowledged);
        await server.KillAsync();
        await calls;
        await CheckAsync(server, callers);
        await server.StartAsync();
        await callers.FinishAsync(server.Client!, server.ConnectionString);
    }

    private static async Task<int> KillAsync(int kills, Random random)
    {
        await using var server = await SopsProcess.BeginAsync();
        var callers = NewCallers();
        for (var i = 0; i < kills; i++)
        {
            var calls = callers.CallAsync(server.Client!);
            // None at all: what was under way is just being taken up.
            await CallsAsync(callers, random.Next(MostAcknowledged));
            await server.KillAsync();
            await calls;
            await CheckAsync(server, callers);
            await server.StartAsync();
        }
        await callers.FinishAsync(server.Client!, server.ConnectionString);
        return callers.Acknowledged;
    }

    private static Callers NewCallers() => new(Tree(Echo("first"), Node("hold", "test_callback"), Echo("last")));

    private static Task CallsAsync(Callers callers, int more)
    {
        var before = callers.Acknowledged;
        return Eventually.IsAsync(() => callers.Acknowledged >= before + more, "acknowledgements");
    }

    private static async Task CheckAsync(SopsProcess server, Callers callers)
    {
        await Histories.RequireEqualToRowsAsync(server.ConnectionString);
        await callers.RequireStoredAsync(server.ConnectionString);
    }
}
