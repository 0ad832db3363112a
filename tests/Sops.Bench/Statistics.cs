using System.Globalization;

namespace Sops.Bench;

/// <summary>A median with the range around it.</summary>
internal sealed record Statistics(double Median, double Least, double Most)
{
    public static Statistics Of(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToList();
        return new Statistics(sorted[sorted.Count / 2], sorted[0], sorted[^1]);
    }

    public static async Task<Statistics> OfAsync(int samples, Func<Task<double>> sample)
    {
        var all = new List<double>();
        while (all.Count < samples)
        {
            all.Add(await sample());
        }
        return Of(all);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median, 11:N0}  ({Least:N0} to {Most:N0})");
}
