using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sops.Conformance;

/// <summary>One recorded run of the peer engine: a tree, what was done to it, and what it came to.</summary>
public sealed record RecordedCase
{
    public required string Name { get; init; }
    public required string Topic { get; init; }
    public string Description { get; init; } = "";
    public required JsonElement Tree { get; init; }
    public required IReadOnlyList<Step> Operations { get; init; }
    public required Expectation Expect { get; init; }

    /// <summary>Conditions that <see cref="Expectation.ExpressionTruth"/> is about.</summary>
    public IReadOnlyList<string> Expressions { get; init; } = [];
    public string Oracle { get; init; } = "";
    public string PeerQuirk { get; init; } = "";

    public IEnumerable<bool> ExpectedResults =>
        Expect.OpResults ?? (IEnumerable<bool>)Enumerable.Repeat(true, Operations.Count);
}

/// <summary>Something done to a run, or waited for; exactly one of WaitState, WaitRest, Sleep and Op is given.</summary>
public sealed record Step
{
    public StateWanted? WaitState { get; init; }
    public bool WaitRest { get; init; }
    public double? Sleep { get; init; }
    public string? Op { get; init; }

    /// <summary>Id in the tree; null means the whole task.</summary>
    public string? Node { get; init; }
    public bool Subprocess { get; init; }
    public JsonElement? Data { get; init; }
    public string? Version { get; init; }
    public string? Flow { get; init; }
    public IReadOnlyList<string> Flows { get; init; } = [];
    public string? Converge { get; init; }
    public string? Message { get; init; }

    /// <summary>The peer was asked once; where it had to be asked again, none has to be here.</summary>
    public bool NoWait { get; init; }
}

/// <param name="Node">Id in the tree, or "&lt;root&gt;".</param>
/// <param name="Timeout">Seconds.</param>
public sealed record StateWanted(string Node, string State, double Timeout = 30);

/// <summary>The recorded cases, by file.</summary>
public static class Cases
{
    // A member that nothing here knows would be one that nothing checks.
    private static readonly JsonSerializerOptions Reading = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 512,
    };

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "cases");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order();

    public static RecordedCase Read(string name) =>
        JsonSerializer.Deserialize<RecordedCase>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), Reading)!;
}
