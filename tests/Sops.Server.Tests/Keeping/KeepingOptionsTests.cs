using Microsoft.Extensions.Configuration;
using Sops.Server.Hosting;
using Sops.Server.Keeping;

namespace Sops.Server.Tests.Keeping;

public sealed class KeepingOptionsTests
{
    [Theory]
    [InlineData("OperationDays", "0")]
    [InlineData("PeriodicRunDays", "-1")]
    [InlineData("FinishedTaskDays", "36501")]
    [InlineData("FinishedTaskDays", "a week")]
    [InlineData("FinishedTasks", "1.5")]
    [InlineData("FinishedTaskDay", "30")]
    public void Setting_ThatMakesNoSense_StopsTheStart_AndIsNamed(string key, string value)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Read((key, value)));

        Assert.Contains("Sops:Keeping", refused.Message, StringComparison.Ordinal);
        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_AreRead_AndTasksAreKeptForEverByDefault()
    {
        var given = Read(
            ("OperationDays", "7"),
            ("PeriodicRunDays", "8"),
            ("FinishedTaskDays", "9"),
            ("FinishedTasks", "0")
        );
        var none = Read();

        Assert.Equal(
            (7, 8, 9, 0),
            (given.Operations.Days, given.PeriodicRuns.Days, given.FinishedTasks!.Value.Days, given.MostFinishedTasks)
        );
        Assert.Equal(
            (180, 180, null, null),
            (none.Operations.Days, none.PeriodicRuns.Days, none.FinishedTasks, none.MostFinishedTasks)
        );
    }

    private static KeepingOptions Read(params (string Key, string Value)[] settings) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(s => KeyValuePair.Create($"Sops:Keeping:{s.Key}", (string?)s.Value))
                )
                .Build()
        );
}
