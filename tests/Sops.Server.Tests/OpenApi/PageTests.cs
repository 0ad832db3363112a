using System.Text.RegularExpressions;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.OpenApi;

/// <summary>The page that shows the REST face, which has to work where there is no other network.</summary>
public sealed partial class PageTests(SopsApp app) : IClassFixture<SopsApp>
{
    [Fact]
    public async Task Page_LoadsNothingFromElsewhere()
    {
        var http = app.Client.Http;
        var page = await http.GetStringAsync("/docs/");

        var parts = Reference().Matches(page).Select(m => m.Groups[1].Value).ToList();

        Assert.True(parts.Count >= 5, page);
        Assert.DoesNotContain(parts, p => p.Contains("//", StringComparison.Ordinal));
        foreach (var part in parts)
        {
            using var answer = await http.GetAsync(new Uri(new Uri(http.BaseAddress!, "/docs/"), part));
            Assert.True(answer.IsSuccessStatusCode, $"{part}: {answer.StatusCode}");
        }
        Assert.Contains("/openapi.json", await http.GetStringAsync("/docs/index.js"), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
