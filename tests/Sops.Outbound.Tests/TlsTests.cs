using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sops.Outbound.Tests;

/// <summary>Connecting to an address takes nothing from TLS: it is still the name that the other side has to prove.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Https_ByName_AsksForTheName_AndBelievesNoStranger()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = NameAskedForAsync(listener);
        using var http = OutboundHttp.Create(Given.Policy("127.0.0.1/32"), Given.Names("127.0.0.1").ResolveAsync);

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.GetAsync($"https://hook.example:{((IPEndPoint)listener.LocalEndpoint).Port}/")
        );

        Assert.Equal(HttpRequestError.SecureConnectionError, failed.HttpRequestError);
        Assert.Equal("hook.example", await serving);
    }

    private static async Task<string?> NameAskedForAsync(TcpListener listener)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hook.example", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        string? asked = null;
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateSelectionCallback = (_, name) =>
                    {
                        asked = name;
                        return certificate;
                    },
                },
                TestContext.Current.CancellationToken
            );
            _ = await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException) { }
        return asked;
    }
}
