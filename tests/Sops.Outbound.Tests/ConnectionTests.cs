using System.Net;

namespace Sops.Outbound.Tests;

/// <summary>Which address is connected to, against listeners on loopback; 127.0.0.1 stands for the public, 127.0.0.2 for the protected.</summary>
public sealed class ConnectionTests
{
    private const string Refused = "the URL leads to an address that is not public (127.0.0.0/8, loopback)";

    private static readonly OutboundPolicy OnlyOne = Given.Policy("127.0.0.1/32");

    [Fact]
    public async Task Name_IsResolvedOnce_AndTheCheckedAddressConnectedTo()
    {
        await using var receiver = new Receiver();
        var names = Given.Names("127.0.0.1");
        using var http = OutboundHttp.Create(OnlyOne, names.ResolveAsync);

        using var answer = await http.GetAsync($"http://hook.example:{receiver.Port}/a?b=c");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var request = Assert.Single(receiver.Requests);
        Assert.StartsWith("GET /a?b=c HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\nHost: hook.example:{receiver.Port}\r\n", request, StringComparison.Ordinal);
        Assert.Equal(["hook.example"], names.Asked);
    }

    [Fact]
    public async Task Name_ThatIsReboundForTheNextConnection_IsRefusedThen()
    {
        await using var receiver = new Receiver(Receiver.OkAndClose);
        await using var protectedOne = new Receiver(address: "127.0.0.2", port: receiver.Port);
        var names = Given.Names("127.0.0.1", "127.0.0.2");
        using var http = OutboundHttp.Create(OnlyOne, names.ResolveAsync);
        var url = $"http://rebinding.example:{receiver.Port}/";

        (await http.GetAsync(url)).Dispose();
        var refusal = await http.RefusalAsync(url);

        Assert.Equal(Refused, refusal);
        Assert.Equal(2, names.Asked.Count);
        Assert.Single(receiver.Requests);
        Assert.Equal(0, protectedOne.Connections);
    }

    [Fact]
    public async Task Name_ThatIsReboundUnderAConnection_StaysWhereItWasChecked()
    {
        await using var receiver = new Receiver();
        var names = Given.Names("127.0.0.1", "127.0.0.2");
        using var http = OutboundHttp.Create(OnlyOne, names.ResolveAsync);

        for (var i = 0; i < 2; i++)
        {
            using var answer = await http.GetAsync($"http://rebinding.example:{receiver.Port}/");
            Assert.Equal("ok", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(2, receiver.Requests.Count);
        Assert.Equal(1, receiver.Connections);
        Assert.Single(names.Asked);
    }

    [Theory]
    [InlineData("127.0.0.1 127.0.0.2", Refused)]
    [InlineData("127.0.0.2 127.0.0.1", Refused)]
    [InlineData("127.0.0.1 ::1", "the URL leads to an address that is not public (::1/128, loopback)")]
    [InlineData("127.0.0.1 ::ffff:127.0.0.2", Refused)]
    [InlineData("127.0.0.1 64:ff9b::127.0.0.2", Refused)]
    [InlineData("127.0.0.1 fe80::1%3", "the URL leads to an address with a zone")]
    [InlineData("8.8.8.8 10.0.0.1", "the URL leads to an address that is not public (10.0.0.0/8, private)")]
    public async Task Name_WithOneBadAddress_IsRefusedWhole(string answer, string refusal)
    {
        await using var receiver = new Receiver();
        using var http = OutboundHttp.Create(OnlyOne, Given.Names(answer).ResolveAsync);

        Assert.Equal(refusal, await http.RefusalAsync($"http://mixed.example:{receiver.Port}/"));

        Assert.Equal(0, receiver.Connections);
    }

    [Theory]
    [InlineData("127.0.0.3 127.0.0.1")]
    [InlineData("::1 127.0.0.3 127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task Name_WithSeveralAddresses_IsReachedAtTheFirstThatListens(string answers)
    {
        await using var receiver = new Receiver();
        using var http = OutboundHttp.Create(Given.Policy("127.0.0.0/8", "::1/128"), Given.Names(answers).ResolveAsync);

        using var answer = await http.GetAsync($"http://several.example:{receiver.Port}/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public async Task Address_InTheUrl_IsNotResolved()
    {
        await using var receiver = new Receiver();
        using var http = OutboundHttp.Create(OnlyOne, Given.Names().ResolveAsync);

        using var answer = await http.GetAsync($"http://127.1:{receiver.Port}/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Name_ByDefault_IsResolvedByTheSystem()
    {
        await using var receiver = new Receiver();
        using var http = OutboundHttp.Create(Given.Policy("127.0.0.0/8", "::1/128"));

        using var answer = await http.GetAsync($"http://localhost:{receiver.Port}/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
