using System.Diagnostics;

namespace Sops.Server.Tests.App;

/// <summary>Waits, with an end, for what nobody announces.</summary>
internal static class Eventually
{
    public static Task IsAsync(Func<bool> holds, string what, TimeSpan? within = null) =>
        IsAsync(() => Task.FromResult(holds()), what, within);

    public static async Task IsAsync(Func<Task<bool>> holds, string what, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < (within ?? SopsClient.Patience), $"{what}: not within {watch.Elapsed}");
            await Task.Delay(5);
        }
    }
}
