using System.Net;

namespace Sops.Outbound.Tests;

/// <summary>What a deployment opens, and what it cannot mean.</summary>
public sealed class AllowedNetworkTests
{
    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.1", true)]
    [InlineData("127.0.0.0/8", "::ffff:127.9.9.9", true)]
    [InlineData("127.0.0.0/8", "::1", false)]
    [InlineData("127.0.0.0/8", "169.254.169.254", false)]
    [InlineData("127.0.0.0/8", "8.8.8.8", true)]
    [InlineData("10.20.0.0/16", "10.20.255.255", true)]
    [InlineData("10.20.0.0/16", "10.21.0.0", false)]
    [InlineData("10.20.30.40/32", "10.20.30.40", true)]
    [InlineData("10.20.30.40/32", "10.20.30.41", false)]
    [InlineData("0.0.0.0/0", "169.254.169.254", true)]
    [InlineData("0.0.0.0/0", "fd00::1", false)]
    [InlineData("::/0", "fd00::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    [InlineData("::/0", "::ffff:10.0.0.1", false)]
    [InlineData("::1/128", "::1", true)]
    [InlineData("::1/128", "127.0.0.1", false)]
    [InlineData("FD12:3456:0::/32", "fd12:3456:ffff::1", true)]
    [InlineData("fd12:3456::/32", "fd12:3457::1", false)]
    [InlineData("64:ff9b::/96", "64:ff9b::10.0.0.1", true)]
    public void Network_AllowsItsAddresses_AndTakesNoneAway(string network, string address, bool allowed) =>
        Assert.Equal(allowed, Given.Policy(network).RefusalOf(IPAddress.Parse(address)) is null);

    [Fact]
    public void Networks_All_AreAsked()
    {
        var policy = Given.Policy("10.0.0.0/8", "::1/128", "192.168.1.0/24");
        Assert.All(Given.Addresses("10.0.0.1 ::1 192.168.1.7"), a => Assert.Null(policy.RefusalOf(a)));
        Assert.NotNull(policy.RefusalOf(IPAddress.Parse("192.168.2.7")));
    }

    [Theory]
    [InlineData("127.0.0.0/8", "http://127.1:99/", true)]
    [InlineData("127.0.0.0/8", "http://localhost/", true)]
    [InlineData("::1/128", "http://localhost/", true)]
    [InlineData("10.0.0.0/8", "http://localhost/", false)]
    [InlineData("::1/128", "http://127.0.0.1/", false)]
    [InlineData("127.0.0.0/8", "http://127.0.0.1./", false)]
    [InlineData("127.0.0.0/8", "http://u@127.0.0.1/", false)]
    public void Url_OfAnAllowedNetwork_KeepsTheOtherRules(string network, string url, bool allowed) =>
        Assert.Equal(allowed, Given.Policy(network).RefusalOf(new Uri(url)) is null);

    [Theory]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("10.0.0.0")]
    [InlineData("10/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData(" 10.0.0.0/8")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("[fd00::]/8")]
    [InlineData("fe80::%2/64")]
    [InlineData("fd00::/129")]
    [InlineData("example.com/8")]
    public void Network_WrittenInAnotherForm_IsNone(string network) =>
        Assert.Equal(
            $"AllowedNetworks: '{network}' is no network in CIDR form, such as 10.20.0.0/16 or fd12:3456::/32.",
            Assert.Throws<ArgumentException>(() => Given.Policy("10.0.0.0/8", network)).Message
        );

    [Theory]
    [InlineData("10.1.2.3/8", "'10.1.2.3/8' is an address within 10.0.0.0/8, not a network")]
    [InlineData("fd00::1/8", "'fd00::1/8' is an address within fd00::/8, not a network")]
    [InlineData(
        "::ffff:10.0.0.0/104",
        "'::ffff:10.0.0.0/104' has to be written as the IPv4 network that it stands for"
    )]
    public void Network_ThatMayMeanAnother_IsRefused(string network, string why) =>
        Assert.Equal($"AllowedNetworks: {why}.", Assert.Throws<ArgumentException>(() => Given.Policy(network)).Message);
}
