using Microsoft.Extensions.Configuration;
using Sops.Server.Deliveries;
using Sops.Server.Hosting;

namespace Sops.Server.Tests.Deliveries;

/// <summary>What the deployment may set, and what stops the start.</summary>
public sealed class DeliveryOptionsTests
{
    [Theory]
    [InlineData(null, 8)]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    public void MaxAttempts_IsWhatIsSet(string? text, int attempts) => Assert.Equal(attempts, Of(text).MaxAttempts);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("many")]
    public void MaxAttempts_OutOfRange_StopsTheStart(string text)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Of(text));

        Assert.StartsWith("Sops:Webhooks:MaxAttempts", refusal.Message, StringComparison.Ordinal);
    }

    private static DeliveryOptions Of(string? attempts) =>
        DeliveryOptions.Of(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Sops:Webhooks:MaxAttempts"] = attempts })
                .Build()
        );
}
