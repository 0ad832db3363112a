using Sops.Server.Tests.App;
using Sops.Server.Tests.Durability.Load;

namespace Sops.Server.Tests.Durability;

/// <summary>
/// Callers keep their own history while the service is killed under them, or stands still for a while: all that was
/// answered or shown is there, once, what was not answered is asked for again, and every task goes on to its end.
/// SOPS_TEST_KILLS asks for a long run.
/// </summary>
public sealed class LoadedKillTests(ITestOutputHelper output)
{
    /// <summary>All that is stored is checked after each kill, so a file is not to grow without end.</summary>
    private const int KillsPerFile = 25;
    private const int MostAnswers = 100;

    private const int FewKills = 5;

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("SOPS_TEST_KILLS"), out var kills) ? kills : FewKills;

    private static TimeSpan Standstill => TimeSpan.FromSeconds(Kills > FewKills ? 10 : 1);

    [Fact]
    public async Task Service_KilledAtAnyMoment_LosesNothing_AndDoesNothingTwice()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var tally = new Tally();
        for (var left = Kills; left > 0; left -= KillsPerFile)
        {
            tally.Add(await KillAsync(Math.Min(left, KillsPerFile), random));
        }
        output.WriteLine($"{Kills} kills, {tally}");
        Assert.InRange(tally.Lost, 1, int.MaxValue);
        // Of a few kills perhaps none came between a commit and its answer.
        Assert.True(tally.Done > 0 || Kills <= KillsPerFile);
    }

    [Fact]
    public async Task Service_ThatStoodStill_GoesOn_AndLosesNothing()
    {
        await using var server = await SopsProcess.BeginAsync();
        // Whoever has no answer by then asks again, while the first call still is to be carried out.
        var callers = new Callers(Scripts.All) { Patience = Standstill / 4 };
        var calls = callers.CallAsync(server.Client!);
        await callers.AnsweredAsync(MostAnswers, calls);

        await server.SignalAsync("STOP");
        await Task.Delay(Standstill);
        await server.SignalAsync("CONT");

        await callers.AnsweredAsync(MostAnswers, calls);
        await server.KillAsync();
        await calls;
        await callers.RequireStoredAsync(server.ConnectionString);
        await server.StartAsync();
        await callers.FinishAsync(server.Client!, server.ConnectionString);
        output.WriteLine($"{callers.Tally}");
        Assert.InRange(callers.Tally.Repeated, 1, int.MaxValue);
    }

    private static async Task<Tally> KillAsync(int kills, Random random)
    {
        await using var server = await SopsProcess.BeginAsync();
        var callers = new Callers(Scripts.All);
        for (var i = 0; i < kills; i++)
        {
            var calls = callers.CallAsync(server.Client!);
            // None at all: what was under way is just being taken up.
            await callers.AnsweredAsync(random.Next(MostAnswers), calls);
            await server.KillAsync();
            await calls;
            await callers.RequireStoredAsync(server.ConnectionString);
            await server.StartAsync();
        }
        await callers.FinishAsync(server.Client!, server.ConnectionString);
        var (exit, said) = await server.StartAnotherAsync("verify");
        Assert.True(exit == 0, said);
        return callers.Tally;
    }
}
