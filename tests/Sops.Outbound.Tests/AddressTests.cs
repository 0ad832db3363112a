using System.Buffers.Binary;
using System.Net;
using CsCheck;

namespace Sops.Outbound.Tests;

/// <summary>Which addresses count as public, against a list of first and last ones that is the tests' own.</summary>
public sealed class AddressTests
{
    private static readonly (uint First, uint Last)[] Refused =
    [
        .. """
            0.0.0.0 0.255.255.255
            10.0.0.0 10.255.255.255
            100.64.0.0 100.127.255.255
            127.0.0.0 127.255.255.255
            168.63.129.16 168.63.129.16
            169.254.0.0 169.254.255.255
            172.16.0.0 172.31.255.255
            192.0.0.0 192.0.0.255
            192.0.2.0 192.0.2.255
            192.88.99.0 192.88.99.255
            192.168.0.0 192.168.255.255
            198.18.0.0 198.19.255.255
            198.51.100.0 198.51.100.255
            203.0.113.0 203.0.113.255
            224.0.0.0 255.255.255.255
            """.Split('\n').Select(line => line.Split(' ')).Select(ends => (Number(ends[0]), Number(ends[1]))),
    ];

    private static readonly OutboundPolicy Policy = Given.Policy();

    /// <summary>As often as any others: those of the ranges, and those at their ends.</summary>
    private static readonly Gen<uint> Any = Gen.OneOf(
        Gen.UInt,
        Gen.OneOf([.. Refused.Select(r => Gen.UInt[r.First, r.Last])]),
        Gen.OneOf([
            .. Refused.Select(r => Gen.Int[0, 3].Select(i => ((uint[])[r.First - 1, r.First, r.Last, r.Last + 1])[i])),
        ])
    );

    [Fact]
    public void IPv4_IsRefused_ExactlyInTheRefusedRanges() =>
        Any.Sample(n => Policy.RefusalOf(V4(n)) is not null == IsRefused(n), iter: 20_000);

    [Fact]
    public void IPv4_Mapped_IsJudgedLikeItself() =>
        Any.Sample(n => Policy.RefusalOf(V6("::ffff:0:0", n)) == Policy.RefusalOf(V4(n)), iter: 20_000);

    [Fact]
    public void IPv4_BehindNat64_IsJudgedLikeItself() =>
        Any.Sample(n => Policy.RefusalOf(V6("64:ff9b::", n)) == Policy.RefusalOf(V4(n)), iter: 20_000);

    [Theory]
    [InlineData("::", 12, false)]
    [InlineData("::ffff:0:0:0", 12, false)]
    [InlineData("64:ff9b:1::", 12, false)]
    [InlineData("64:ff9b:1::", 6, false)]
    [InlineData("2002::1", 2, false)]
    [InlineData("2001::1", 4, false)]
    [InlineData("2001:0:0808:0808::", 12, true)]
    public void IPv4_InAnyOtherForm_IsRefusedWhateverItIs(string prefix, int at, bool inverted) =>
        Any.Sample(n => Policy.RefusalOf(V6(prefix, inverted ? ~n : n, at)) is not null, iter: 5_000);

    [Fact]
    public void IPv4_ItsFormsInIPv6_StayRefused_WhereItIsAllowedItself()
    {
        var policy = Given.Policy("10.0.0.0/8");
        Assert.Null(policy.RefusalOf(IPAddress.Parse("10.1.2.3")));
        Assert.Null(policy.RefusalOf(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.NotNull(policy.RefusalOf(IPAddress.Parse("64:ff9b::10.1.2.3")));
        Assert.NotNull(policy.RefusalOf(IPAddress.Parse("2002:a01:203::1")));
    }

    [Theory]
    [InlineData("2000::", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("2001:200::", true)]
    [InlineData("2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::", false)]
    [InlineData("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("2001:db9::", true)]
    [InlineData("2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2002::", false)]
    [InlineData("2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("2003::", true)]
    [InlineData("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("3fff::", false)]
    [InlineData("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("3fff:1000::", true)]
    [InlineData("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("4000::", false)]
    [InlineData("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("100::1", false)]
    [InlineData("5f00::1", false)]
    [InlineData("::2", false)]
    [InlineData("64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("64:ff9b::1:808:808", false)]
    [InlineData("fbff::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fdff::1", false)]
    [InlineData("fe00::1", false)]
    [InlineData("febf::1", false)]
    [InlineData("feff::1", false)]
    [InlineData("ff0e::1", false)]
    public void IPv6_IsPublic_OnlyWhereThePublicOnesAre(string address, bool allowed) =>
        Assert.Equal(allowed, Policy.RefusalOf(IPAddress.Parse(address)) is null);

    [Theory]
    [InlineData("fe80::1%2")]
    [InlineData("2606:4700::1%2")]
    public void IPv6_WithAZone_IsRefused_EvenWhereAllIsAllowed(string address) =>
        Assert.Equal("leads to an address with a zone", Given.Policy("::/0").RefusalOf(IPAddress.Parse(address)));

    [Fact]
    public void Refusal_NamesTheRange_NotTheAddress() =>
        Assert.Equal(
            "leads to an address that is not public (10.0.0.0/8, private)",
            Policy.RefusalOf(IPAddress.Parse("10.20.30.40"))
        );

    private static bool IsRefused(uint n) => Array.Exists(Refused, r => r.First <= n && n <= r.Last);

    private static uint Number(string address) =>
        BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes());

    private static IPAddress V4(uint n)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, n);
        return new(bytes);
    }

    private static IPAddress V6(string prefix, uint n, int at = 12)
    {
        var bytes = IPAddress.Parse(prefix).GetAddressBytes();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), n);
        return new(bytes);
    }
}
