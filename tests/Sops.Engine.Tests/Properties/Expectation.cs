namespace Sops.Engine.Tests.Properties;

/// <summary>What the reference says of a node once nothing moves any more. Values are JSON text.</summary>
internal sealed record Expectation
{
    /// <summary>FINISHED, FAILED, or RUNNING of a pipeline that does not come to its end.</summary>
    public string State { get; set; } = "RUNNING";
    public int Loop { get; set; }
    public int InnerLoop { get; set; }
    public int Retry { get; set; }
    public bool Skipped { get; set; }
    public bool ErrorIgnored { get; set; }
    public Dictionary<string, string> Inputs { get; set; } = [];
    public Dictionary<string, string> Outputs { get; set; } = [];

    public override string ToString() =>
        $"{State} {Loop}/{InnerLoop} retry {Retry}{(Skipped ? " skipped" : "")}{(ErrorIgnored ? " ignored" : "")} "
        + $"in {Text(Inputs)} out {Text(Outputs)}";

    private static string Text(Dictionary<string, string> values) =>
        string.Join(", ", values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"));
}
