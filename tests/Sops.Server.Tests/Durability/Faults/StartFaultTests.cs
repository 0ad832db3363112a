using Sops.Server.Tests.App;
using Sops.Server.Tests.Durability.Load;
using Sops.Storage;

namespace Sops.Server.Tests.Durability.Faults;

/// <summary>
/// A disk that fails at any write or fsync of a start, while the file is made, or while the log of a killed process is
/// taken over: the service does not come up, says so in one line, and the next start finds all that was answered.
/// </summary>
public sealed class StartFaultTests(ITestOutputHelper output)
{
    /// <summary>From one moment to the next; SOPS_TEST_FAULTS asks for small steps.</summary>
    private static readonly double Step = FaultTests.MoreOfEach > 0 ? 1.1 : 8;

    [Theory]
    [InlineData("write")]
    [InlineData("sync")]
    [InlineData("full")]
    [InlineData("cut-write")]
    [InlineData("cut-sync")]
    public async Task AsTheFileIsMade(string kind)
    {
        using var disk = new FaultyDisk();
        await using var server = new SopsProcess { Settings = disk.Settings };

        await FailAsync(server, disk, kind, isRead: false, () => Task.CompletedTask);
    }

    [Theory]
    [InlineData("write", false)]
    [InlineData("sync", false)]
    [InlineData("full", false)]
    [InlineData("cut-write", false)]
    [InlineData("cut-sync", false)]
    [InlineData("write", true)]
    [InlineData("sync", true)]
    [InlineData("cut-write", true)]
    public async Task AsTheLogOfAKilledProcessIsTakenOver(string kind, bool isRead)
    {
        using var disk = new FaultyDisk();
        await using var server = await SopsProcess.BeginAsync(disk.Settings);
        var callers = new Callers(Scripts.All);
        await CallAndKillAsync(server, callers);

        await FailAsync(server, disk, kind, isRead, () => callers.RequireStoredAsync(server.ConnectionString));

        await callers.FinishAsync(server.Client!, server.ConnectionString);
    }

    /// <summary>
    /// Somebody reads from the log what a failed fsync left in memory alone, as `verify` and `backup` do beside a restart:
    /// the log then cannot begin anew, and what is answered from now on stands behind it.
    /// </summary>
    [Fact]
    public async Task WhileTheLogIsRead_AfterAFailedSync()
    {
        using var disk = new FaultyDisk();
        await using var server = await SopsProcess.BeginAsync(disk.Settings);
        var callers = new Callers(Scripts.All);
        var calls = callers.CallAsync(server.Client!);
        await callers.AnsweredAsync(50, calls);
        disk.Arm(new Fault("sync", 1, "sops.db-wal"), seed: 1);
        await server.EndedAsync();
        await calls;
        disk.Disarm();
        Assert.NotEqual(0, disk.Unsynced);

        await using (await Database.OpenMomentAsync(server.ConnectionString))
        {
            await server.StartAsync();
            await CallAndKillAsync(server, callers);
        }

        disk.LosePower(server.Folder);
        await callers.RequireStoredAsync(server.ConnectionString);
        await server.StartAsync();
        await callers.FinishAsync(server.Client!, server.ConnectionString);
    }

    private static async Task CallAndKillAsync(SopsProcess server, Callers callers)
    {
        var calls = callers.CallAsync(server.Client!);
        await callers.AnsweredAsync(50, calls);
        await server.KillAsync();
        await calls;
    }

    /// <summary>Starts with a fault ever later, until a start gets by it.</summary>
    private async Task FailAsync(SopsProcess server, FaultyDisk disk, string kind, bool isRead, Func<Task> check)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (failed, unsynced) = (0, 0);
        for (var after = 1L; ; after = (long)Math.Ceiling(after * Step))
        {
            var fault = new Fault(kind, kind == "full" ? (after - 1) * 1024 : after);
            disk.Arm(fault, (uint)random.Next());
            var reader = isRead ? await Database.OpenMomentAsync(server.ConnectionString) : null;
            var ended = await server.TryStartAsync();
            if (reader is not null)
            {
                await reader.DisposeAsync();
            }
            if (ended is not var (exit, said))
            {
                break;
            }
            disk.Disarm();
            Assert.True(disk.HasFailed, $"{fault}: {said}");
            if (fault.IsPowerCut)
            {
                Assert.Equal(137, exit);
            }
            else
            {
                Assert.True(exit == 1, $"{fault}: {exit}, {said}");
                var line = Assert.Single(said.Trim().Split('\n'));
                Assert.StartsWith("Sops.Grpc did not start: ", line, StringComparison.Ordinal);
                Assert.Contains(Path.Combine(server.Folder, "sops.db"), line, StringComparison.Ordinal);
            }
            (failed, unsynced) = (failed + 1, unsynced + disk.Unsynced);
            if (fault.IsPowerCut || random.Next(2) == 0)
            {
                disk.LosePower(server.Folder);
            }
            await check();
        }
        // It may still come while what was under way is taken up.
        disk.Disarm();
        await server.KillAsync();
        await server.StartAsync();
        output.WriteLine($"{failed} starts failed by {kind}, {unsynced} pages not synced");
        Assert.True(failed > 0);
    }
}
