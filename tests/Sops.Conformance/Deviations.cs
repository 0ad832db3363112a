namespace Sops.Conformance;

/// <summary>
/// Every value that is another here than in the recordings, on purpose, and why. A row must hold: where the value is the
/// recorded one after all, or yet another, the case fails.
/// </summary>
public static class Deviations
{
    private const string Constant =
        "an expression that names no variable is evaluated; the peer leaves it as it is written";

    public static IReadOnlyList<Deviation> All { get; } =
    [
        new("var_assign_statements", "a", "h", "${'a' 'b'}", "ab", Constant),
        new("var_comparison_chain", "a", "f", "${'a' < 'b'}", "True", Constant),
        new("var_str_methods", "a", "strip", "${'  q '.strip()}|", "q|", Constant),
        new("var_str_methods", "a", "z", "${'7'.zfill(3)}", "007", Constant),
    ];
}

/// <summary>One output of one node in one case, as it was recorded and as it is here.</summary>
public sealed record Deviation(string Case, string Node, string Output, string Recorded, string Here, string Reason);
