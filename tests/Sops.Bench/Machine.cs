using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Sops.Bench;

/// <summary>Says what a number was measured on, without which it means nothing.</summary>
internal static class Machine
{
    private const double Gibibyte = 1L << 30;

    public static void Print(TextWriter output)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte;
        output.WriteLine($"CPU      {Cpu()}, {Environment.ProcessorCount} cores");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Memory   {memory:F1} GiB"));
        output.WriteLine($"System   {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
        output.WriteLine(
            $".NET     {Environment.Version}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC, "
                + $"{GCSettings.LatencyMode}"
        );
#if DEBUG
        output.WriteLine("Build    Debug: these numbers are worthless, run with -c Release");
#endif
    }

    private static string Cpu()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return line?.Split(':', 2)[^1].Trim() ?? "unknown";
    }
}
