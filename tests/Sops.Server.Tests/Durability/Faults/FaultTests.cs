using Sops.Server.Tests.App;
using Sops.Server.Tests.Durability.Load;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability.Faults;

/// <summary>
/// A disk that fails under load at any write or fsync, is full, or loses power: the service stops at once and says so, and
/// what it answered or showed is in the file that the next start finds, whether that finds the files or only the disk.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    /// <summary>SOPS_TEST_FAULTS asks for so many more of each.</summary>
    private static int MoreOfEach =>
        int.TryParse(Environment.GetEnvironmentVariable("SOPS_TEST_FAULTS"), out var faults) ? faults : 0;

    public static TheoryData<string, string, long[]> Faults =>
        new()
        {
            { "write", "any", [1, 7, 40] },
            { "sync", "any", [1, 5, 30] },
            { "full", "any", [0, 5_000, 200_000] },
            { "cut-write", "any", [1, 7, 40] },
            { "cut-sync", "any", [1, 5, 30] },
            { "write", "sops.db", [1] },
            { "sync", "sops.db", [1] },
            { "full", "sops.db", [0] },
            { "cut-write", "sops.db", [500] },
            { "cut-sync", "sops.db", [1] },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Disk_ThatFailsUnderLoad_StopsTheService_AndLosesNothing(string kind, string file, long[] after)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var disk = new FaultyDisk();
        await using var server = await SopsProcess.BeginAsync(disk.Settings);
        var callers = new Callers(file == "any" ? Scripts.All : Scripts.Heavy);
        var faults = after
            .Concat(Enumerable.Range(0, MoreOfEach).Select(_ => random.NextInt64(2 * after[^1]) + 1))
            .Select(a => new Fault(kind, a, file))
            .ToList();
        foreach (var fault in faults)
        {
            await FailAsync(server, disk, callers, fault, random);
            await server.StartAsync();
        }
        await callers.FinishAsync(server.Client!, server.ConnectionString);
        await server.KillAsync();
        disk.LosePower(server.Folder);
        await callers.RequireStoredAsync(server.ConnectionString);
        output.WriteLine($"{faults.Count} faults of {kind} {file}, {callers.Tally}");
    }

    [Theory]
    [InlineData("write", 1)]
    [InlineData("write", 3)]
    [InlineData("sync", 1)]
    [InlineData("full", 0)]
    public async Task Disk_ThatFailsAsTheFileIsMade_IsNotServedFrom_AndTheNextStartGoesOn(string kind, long after)
    {
        using var disk = new FaultyDisk();
        await using var server = new SopsProcess { Settings = disk.Settings };
        disk.Arm(new Fault(kind, after), seed: 1);

        var (exit, said) = await server.StartAnotherAsync();

        Assert.Equal((1, true), (exit, disk.HasFailed));
        Assert.Contains(
            "did not start: The database",
            Assert.Single(said.Trim().Split('\n')),
            StringComparison.Ordinal
        );
        disk.Disarm();
        await server.StartAsync();
        var task = await server.Client!.StartAsync(Tree(Echo("a")));
        await task.UntilAsync("FINISHED");
    }

    /// <summary>Lets the disk fail while callers are at work, and looks at what is left.</summary>
    private static async Task FailAsync(
        SopsProcess server,
        FaultyDisk disk,
        Callers callers,
        Fault fault,
        Random random
    )
    {
        var calls = callers.CallAsync(server.Client!);
        await callers.AnsweredAsync(10, calls);
        disk.Arm(fault, (uint)random.Next());
        var (exit, said) = await server.EndedAsync();
        await calls;
        disk.Disarm();
        Assert.True(disk.HasFailed);
        if (fault.IsPowerCut)
        {
            Assert.Equal(137, exit);
        }
        else
        {
            Assert.True(exit == 1, $"{fault}: {exit}, {said}");
            var line = Assert.Single(said.Split('\n'), l => l.Contains("is lost", StringComparison.Ordinal));
            Assert.Contains(Path.Combine(server.Folder, "sops.db"), line, StringComparison.Ordinal);
        }
        // After a fault alone the next start may find more in memory than there is on the disk.
        if (fault.IsPowerCut || random.Next(2) == 0)
        {
            disk.LosePower(server.Folder);
        }
        await callers.RequireStoredAsync(server.ConnectionString);
    }
}
