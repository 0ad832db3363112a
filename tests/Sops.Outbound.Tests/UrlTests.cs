namespace Sops.Outbound.Tests;

/// <summary>The corpus: ways to write a URL that leads where only the service gets.</summary>
public sealed class UrlTests
{
    private const string Loopback = "127.0.0.0/8, loopback";
    private const string Metadata = "169.254.0.0/16, link-local and metadata";
    private const string NoHost = "names no host";
    private const string UserInfo = "a user name or a password";
    private const string Scheme = "does not begin with https:// or http://";
    private const string Zone = "an address with a zone";

    [Theory]
    // Plain, and what Uri makes plain: decimal, octal, hex, short.
    [InlineData("http://127.0.0.1/", Loopback)]
    [InlineData("https://127.255.255.254:8443/", Loopback)]
    [InlineData("http://2130706433/", Loopback)]
    [InlineData("http://017700000001/", Loopback)]
    [InlineData("http://0x7f000001/", Loopback)]
    [InlineData("http://0X7F.1/", Loopback)]
    [InlineData("http://0177.0.0.1/", Loopback)]
    [InlineData("http://0x7f.0x0.0x0.0x1/", Loopback)]
    [InlineData("http://127.1/", Loopback)]
    [InlineData("http://127.0.1/", Loopback)]
    [InlineData("http:\\\\127.0.0.1/", Loopback)]
    [InlineData(" http://127.0.0.1/ ", Loopback)]
    [InlineData("http://127.0.0.1#@example.com/", Loopback)]
    [InlineData("http://127.0.0.1:/", Loopback)]
    [InlineData("http://0/", "0.0.0.0/8, this host")]
    [InlineData("http://0x0/", "0.0.0.0/8, this host")]
    [InlineData("http://0.0.0.0:80/", "0.0.0.0/8, this host")]
    [InlineData("http://10.1.2.3/", "10.0.0.0/8, private")]
    [InlineData("http://167837955/", "10.0.0.0/8, private")]
    [InlineData("http://172.16.0.1/", "172.16.0.0/12, private")]
    [InlineData("http://0300.0250.1.1/", "192.168.0.0/16, private")]
    [InlineData("http://192.168.257/", "192.168.0.0/16, private")]
    [InlineData("http://100.100.100.200/latest/meta-data/", "100.64.0.0/10, carrier-grade NAT")]
    [InlineData("http://168.63.129.16/machine", "168.63.129.16/32, metadata")]
    [InlineData("http://192.0.0.192/", "192.0.0.0/24, protocol assignments")]
    [InlineData("http://169.254.169.254/latest/meta-data/", Metadata)]
    [InlineData("http://2852039166/", Metadata)]
    [InlineData("http://0xa9fea9fe/", Metadata)]
    [InlineData("http://0251.0376.0251.0376/", Metadata)]
    [InlineData("http://169.254.43518/", Metadata)]
    [InlineData("http://255.255.255.255/", "240.0.0.0/4, reserved and broadcast")]
    [InlineData("http://239.1.1.1/", "224.0.0.0/4, multicast")]
    // What only looks like a name, or becomes an address on its way.
    [InlineData("http://127.0.0.1./", NoHost)]
    [InlineData("http://2130706433./", NoHost)]
    [InlineData("http://256.256.256.256/", NoHost)]
    [InlineData("http://4294967297/", NoHost)]
    [InlineData("http://1.2.3.4.5/", NoHost)]
    [InlineData("http://09.0.0.1/", NoHost)]
    [InlineData("http://example.0x7f/", NoHost)]
    [InlineData("http://0x/", NoHost)]
    [InlineData("http://１２７.０.０.１/", NoHost)]
    [InlineData("http://127。0。0。1/", NoHost)]
    [InlineData("http://①②⑦.0.0.1/", NoHost)]
    [InlineData("http://127.0.0.¹/", NoHost)]
    [InlineData("http://-example/", NoHost)]
    // Names.
    [InlineData("http://localhost/", Loopback)]
    [InlineData("http://LOCALHOST:8080/", Loopback)]
    [InlineData("http://localhost./", Loopback)]
    [InlineData("http://www.localhost/", Loopback)]
    [InlineData("http://ｌocalhost/", NoHost)]
    [InlineData("http://ⓛocalhost/", NoHost)]
    [InlineData("http://localhost。/", NoHost)]
    [InlineData("http://l\u00adocalhost/", NoHost)]
    [InlineData("http://bücher.example/", NoHost)]
    // IPv6, and IPv4 inside of it.
    [InlineData("http://[::1]/", "::1/128, loopback")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/", "::1/128, loopback")]
    [InlineData("http://[::]/", "::/128, this host")]
    [InlineData("http://[::ffff:127.0.0.1]/", Loopback)]
    [InlineData("http://[::ffff:7f00:1]/", Loopback)]
    [InlineData("http://[0:0:0:0:0:ffff:a9fe:a9fe]/", Metadata)]
    [InlineData("http://[::127.0.0.1]/", "::/96, IPv4-compatible")]
    [InlineData("http://[::ffff:0:127.0.0.1]/", "not within 2000::/3")]
    [InlineData("http://[64:ff9b::127.0.0.1]/", Loopback)]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/", Metadata)]
    [InlineData("http://[64:ff9b:1::8.8.8.8]/", "64:ff9b:1::/48, local NAT64")]
    [InlineData("http://[2002:7f00:1::1]/", "2002::/16, 6to4")]
    [InlineData("http://[2001:0:1::1]/", "2001::/32, Teredo")]
    [InlineData("http://[fd00:ec2::254]/", "fc00::/7, unique local")]
    [InlineData("http://[fe80::1]/", "fe80::/10, link-local")]
    [InlineData("http://[fec0::1]/", "fec0::/10, site-local")]
    [InlineData("http://[ff02::1]/", "ff00::/8, multicast")]
    [InlineData("http://[2001:db8::1]/", "2001:db8::/32, documentation")]
    [InlineData("http://[fe80::1%25eth0]/", Zone)]
    [InlineData("http://[2606:4700::1%251]/", Zone)]
    [InlineData("http://[::1%1]/", Zone)]
    // User information, schemes.
    [InlineData("http://example.com@127.0.0.1/", UserInfo)]
    [InlineData("http://user:secret@example.com/", UserInfo)]
    [InlineData("http://@example.com/", UserInfo)]
    [InlineData("http://:@example.com/", UserInfo)]
    [InlineData("http://127.0.0.1%2f@example.com/", UserInfo)]
    [InlineData("ftp://example.com/", Scheme)]
    [InlineData("file:///etc/passwd", Scheme)]
    [InlineData("//127.0.0.1/x", Scheme)]
    [InlineData("gopher://127.0.0.1:6379/_x", Scheme)]
    [InlineData("ws://example.com/", Scheme)]
    [InlineData("data:text/plain,x", Scheme)]
    [InlineData("javascript:alert(1)", Scheme)]
    public async Task Url_OfTheCorpus_IsRefusedAndNeverResolved(string text, string why)
    {
        Assert.True(Uri.TryCreate(text, UriKind.Absolute, out var url));
        Assert.Contains(why, Given.Policy().RefusalOf(url), StringComparison.Ordinal);

        var names = Given.Names();
        using var http = OutboundHttp.Create(Given.Policy(), names.ResolveAsync);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var sending = http.SendAsync(request, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => sending);

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.Empty(names.Asked);
    }

    /// <summary>What .NET takes for no URL has no way in; were that to change, these would have to join the corpus.</summary>
    [Theory]
    [InlineData("http://%31%32%37.0.0.1/")]
    [InlineData("http://%6c%6fcalhost/")]
    [InlineData("http://127.0.0.1%00.example.com/")]
    [InlineData("http://example.com\\@127.0.0.1/")]
    [InlineData("http:/127.0.0.1/")]
    [InlineData("http:127.0.0.1")]
    [InlineData("http://+127.0.0.1/")]
    [InlineData("http://127.0.0.1:99999/")]
    [InlineData("http://example.com\n.127.0.0.1/")]
    public void Url_ThatUriDoesNotRead_IsNone(string text) =>
        Assert.False(Uri.TryCreate(text, UriKind.Absolute, out _));

    [Fact]
    public void RelativeUrl_IsRefused() =>
        Assert.Equal("is not an absolute one", Given.Policy().RefusalOf(new Uri("/x", UriKind.Relative)));

    [Theory]
    [InlineData("https://example.com/hook?key=a@b#c")]
    [InlineData("HTTP://EXAMPLE.com:9")]
    [InlineData("http://example.com/@x")]
    [InlineData("https://example.com./")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://a_b.example/")]
    [InlineData("https://127.0.0.1.example.com/")]
    [InlineData("https://localhost.example.com/")]
    [InlineData("https://7f000001/")]
    [InlineData("https://1e3/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://1.1/")]
    [InlineData("http://[2606:4700:4700::1111]/")]
    [InlineData("http://[::ffff:8.8.8.8]/")]
    [InlineData("http://[64:ff9b::8.8.8.8]/")]
    public void PublicUrl_IsAllowed(string url) => Assert.Null(Given.Policy().RefusalOf(new Uri(url)));

    [Theory]
    [InlineData(2048, 'x', true)]
    [InlineData(2049, 'x', false)]
    [InlineData(500, '值', false)]
    public void LongUrl_CountsAsItIsSent(int length, char filler, bool allowed)
    {
        var url = new Uri("http://example.com/".PadRight(length, filler));
        Assert.Equal(allowed ? null : "is longer than 2048 characters", Given.Policy().RefusalOf(url));
    }

    [Fact]
    public void LongUrl_CountsAsItIsGiven_Too()
    {
        var url = new Uri("http://example.com/" + string.Concat(Enumerable.Repeat("x/../", 500)));
        Assert.Equal("http://example.com/", url.AbsoluteUri);
        Assert.Equal("is longer than 2048 characters", Given.Policy().RefusalOf(url));
    }

    [Fact]
    public void Scheme_ThatTheDeploymentTakesAway_IsRefused()
    {
        var policy = new OutboundPolicy(new() { Schemes = ["https"] });
        Assert.Equal("does not begin with https://", policy.RefusalOf(new Uri("http://example.com/")));
        Assert.Null(policy.RefusalOf(new Uri("https://example.com/")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp")]
    [InlineData("HTTPS")]
    public void Scheme_OtherThanHttp_IsNoOption(string scheme)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new OutboundPolicy(new() { Schemes = [scheme] }));
        Assert.Equal($"Schemes: '{scheme}' is not https or http.", thrown.Message);
    }

    [Fact]
    public void Schemes_None_IsNoOption() =>
        Assert.StartsWith(
            "Schemes: ",
            Assert.Throws<ArgumentException>(() => new OutboundPolicy(new() { Schemes = [] })).Message,
            StringComparison.Ordinal
        );
}
