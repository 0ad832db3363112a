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
    public static int MoreOfEach =>
        int.TryParse(Environment.GetEnvironmentVariable("SOPS_TEST_FAULTS"), out var faults) ? faults : 0;

    /// <summary>What fails in which file, and when; more of them come at any moment up to the last number. sops.db is written by checkpoints alone.</summary>
    public static TheoryData<string, string, long[], long> Faults =>
        new()
        {
            { "write", "any", [1, 7, 40], 80 },
            { "sync", "any", [1, 5, 30], 60 },
            { "full", "any", [0, 5_000, 200_000], 400_000 },
            { "cut-write", "any", [1, 7, 40], 80 },
            { "cut-sync", "any", [1, 5, 30], 60 },
            { "write", "sops.db", [5], 2_000 },
            { "sync", "sops.db", [1], 3 },
            { "full", "sops.db", [20_000], 4_000_000 },
            { "cut-write", "sops.db", [500], 2_000 },
            { "cut-sync", "sops.db", [1], 3 },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Disk_ThatFailsUnderLoad_StopsTheService_AndLosesNothing(
        string kind,
        string file,
        long[] after,
        long last
    )
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var disk = new FaultyDisk();
        await using var server = await SopsProcess.BeginAsync(disk.Settings);
        var callers = new Callers(file == "any" ? Scripts.All : Scripts.Heavy);
        var faults = after
            .Concat(Enumerable.Range(0, MoreOfEach).Select(_ => random.NextInt64(last) + 1))
            .Select(a => new Fault(kind, a, file))
            .ToList();
        var unsynced = 0;
        foreach (var fault in faults)
        {
            await FailAsync(server, disk, callers, fault, random);
            unsynced += disk.Unsynced;
            await server.StartAsync();
        }
        await callers.FinishAsync(server.Client!, server.ConnectionString);
        await server.KillAsync();
        disk.LosePower(server.Folder);
        await callers.RequireStoredAsync(server.ConnectionString);
        output.WriteLine($"{faults.Count} faults of {kind} {file}, {unsynced} pages not synced, {callers.Tally}");
        Assert.True(unsynced > 0);
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
            var line = Assert.Single(
                said.Split('\n'),
                l => l.Contains("cannot be written any more", StringComparison.Ordinal)
            );
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
