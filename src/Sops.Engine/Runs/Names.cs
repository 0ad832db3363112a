namespace Sops.Engine.Runs;

/// <summary>Keys that the engine itself adds to inputs and outputs.</summary>
public static class Names
{
    public const string Result = "_result";
    public const string Loop = "_loop";
    public const string InnerLoop = "_inner_loop";
    public const string ForcedFailed = "_forced_failed";
    public const string ExData = "ex_data";
}
