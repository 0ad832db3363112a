using Sops.Server.Access;
using Sops.V1;

namespace Sops.Server.Tests.Access;

/// <summary>Secrets that nobody has checked yet wait in a line that has an end.</summary>
public sealed class AppsTests : IDisposable
{
    private const string Secret = "open sesame";

    // A check takes long enough that none is done before all of a test are under way.
    private readonly Apps _apps = new([App("main"), App("other")]);

    public void Dispose() => _apps.Dispose();

    [Fact]
    public async Task SameSecret_OfManyCallsAtOnce_IsOneCheck()
    {
        var proofs = Enumerable.Range(0, 200).Select(_ => ProveAsync("main", Secret)).ToList();

        Assert.All(await Task.WhenAll(proofs), app => Assert.Equal("main", app?.Code));
    }

    [Fact]
    public async Task Secrets_OfOneCode_HaveFewPlaces_AndAnotherCodeItsOwn()
    {
        var wrong = Enumerable.Range(0, Apps.MostOfACode).Select(i => ProveAsync("main", $"wrong {i}")).ToList();

        var failure = await Assert.ThrowsAsync<SopsException>(() => ProveAsync("main", "wrong again"));
        var other = await ProveAsync("other", Secret);

        Assert.Equal((FailureKind.ResourceExhausted, "TOO_MANY_LOGINS"), (failure.Kind, failure.Reason));
        Assert.True(failure.RetryAfter > TimeSpan.Zero);
        Assert.Equal("other", other?.Code);
        Assert.All(await Task.WhenAll(wrong), Assert.Null);
        Assert.Equal("main", (await ProveAsync("main", Secret))?.Code);
    }

    [Fact]
    public async Task Secrets_OfAllCodes_HavePlacesForSoMany()
    {
        var wrong = Enumerable.Range(0, Apps.MostUnderWay).Select(i => ProveAsync($"code {i}", "wrong")).ToList();

        var failure = await Assert.ThrowsAsync<SopsException>(() => ProveAsync("main", Secret));

        Assert.Equal("TOO_MANY_LOGINS", failure.Reason);
        Assert.All(await Task.WhenAll(wrong), Assert.Null);
        Assert.Equal("main", (await ProveAsync("main", Secret))?.Code);
    }

    [Fact]
    public async Task Caller_WhoHangsUp_DoesNotEndTheCheckOfOthers()
    {
        using var gone = new CancellationTokenSource();
        var first = _apps.ProveAsync("main", Secret, gone.Token).AsTask();
        var second = ProveAsync("main", Secret);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("main", (await second)?.Code);
    }

    private Task<App?> ProveAsync(string code, string secret) =>
        _apps.ProveAsync(code, secret, TestContext.Current.CancellationToken).AsTask();

    private static App App(string code) =>
        new()
        {
            Code = code,
            Secret = SecretHash.Of(Secret, SecretHash.NewIterations),
            Permissions = new HashSet<Permission>(),
        };
}
