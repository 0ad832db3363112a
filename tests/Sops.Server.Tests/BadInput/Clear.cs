using System.Text.RegularExpressions;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.BadInput;

/// <summary>What a message to a caller must not be made of.</summary>
internal static partial class Clear
{
    public static void Require(string message)
    {
        Assert.NotEmpty(message);
        Assert.False(Inside().IsMatch(message), message);
    }

    public static async Task RequireAnsweringAsync(SopsClient client)
    {
        var answer = await client.GetAsync("/apigw/get_template_list/2/");
        Assert.True(answer.Result, answer.Text);
    }

    [GeneratedRegex(
        @"System\.|Exception|\bat \w+\.|Microsoft|Grpc|Google\.|Nullable|Int32|Int64|internal error|\.cs\b"
    )]
    private static partial Regex Inside();
}
