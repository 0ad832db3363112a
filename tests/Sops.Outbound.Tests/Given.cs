using System.Net;

namespace Sops.Outbound.Tests;

/// <summary>Policies, clients and name servers as the tests need them.</summary>
internal static class Given
{
    public static OutboundPolicy Policy(params string[] allowed) => new(new() { AllowedNetworks = allowed });

    public static IPAddress[] Addresses(string list) => [.. list.Split(' ').Select(IPAddress.Parse)];

    /// <summary>Answers each question with the next of the lists, and fails when asked too often.</summary>
    public static Names Names(params string[] answers) => new(answers);

    public static async Task<HttpResponseMessage> GetAsync(this HttpMessageInvoker http, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<string> RefusalAsync(this HttpMessageInvoker http, string url) =>
        (await Assert.ThrowsAsync<OutboundRefusedException>(() => http.GetAsync(url))).Message;
}

/// <summary>Stands in for the name server, which an attacker may own.</summary>
internal sealed class Names(string[] answers)
{
    public List<string> Asked { get; } = [];

    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation)
    {
        Asked.Add(name);
        return Task.FromResult(Given.Addresses(answers[Asked.Count - 1]));
    }
}
