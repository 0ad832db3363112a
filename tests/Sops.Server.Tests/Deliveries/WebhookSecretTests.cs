using Sops.Server.Deliveries;

namespace Sops.Server.Tests.Deliveries;

/// <summary>Secrets and signatures are those of Standard Webhooks.</summary>
public sealed class WebhookSecretTests
{
    [Fact]
    public void Signature_OfTheSpecificationsExample_IsThatOfTheSpecification() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSecret.Sign(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                DateTimeOffset.FromUnixTimeSeconds(1614265330),
                """{"test": 2432232314}"""
            )
        );

    [Fact]
    public void Secret_Has32Bytes_AndIsAnotherEachTime()
    {
        var (one, two) = (WebhookSecret.Create(), WebhookSecret.Create());

        Assert.NotEqual(one, two);
        Assert.Equal(32, Convert.FromBase64String(one["whsec_".Length..]).Length);
    }
}
