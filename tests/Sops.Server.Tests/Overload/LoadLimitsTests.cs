using Microsoft.Extensions.Configuration;
using Sops.Server.Hosting;
using Sops.Server.Overload;

namespace Sops.Server.Tests.Overload;

public sealed class LoadLimitsTests
{
    [Theory]
    [InlineData("NewTaskCalls", "0")]
    [InlineData("ChangeCalls", "-1")]
    [InlineData("ReadCalls", "many")]
    [InlineData("CallMilliseconds", "0")]
    [InlineData("Watches", "1.5")]
    [InlineData("TaskCalls", "0")]
    [InlineData("WaitingWrites", "4097")]
    [InlineData("DueWork", "1000001")]
    public void Setting_ThatMakesNoSense_StopsTheStart_AndIsNamed(string key, string value)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Read((key, value)));

        Assert.Contains($"Sops:Limits:{key}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_AreRead_AndHaveDefaults()
    {
        var (given, none) = (Read(("NewTaskCalls", "7"), ("DueWork", "8")), Read());

        Assert.Equal((7, 8, none.Watches), (given.NewTaskCalls, given.DueWork, given.Watches));
        Assert.Equal((1024, 1024, 1024), (none.NewTaskCalls, none.ChangeCalls, none.ReadCalls));
        Assert.Equal(TimeSpan.FromMilliseconds(200), none.CallTime);
        Assert.Equal((20_000, 256, 2048, 20_000), (none.Watches, none.TaskCalls, none.WaitingWrites, none.DueWork));
    }

    private static LoadLimits Read(params (string Key, string Value)[] settings) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.ToDictionary(s => $"Sops:Limits:{s.Key}", string? (s) => s.Value))
                .Build()
        );
}
