namespace Sops.Bench;

/// <summary>How a figure is printed: what it is, the median with its range, and what it is compared with.</summary>
internal static class Figures
{
    public static Task FigureAsync(
        this TextWriter output,
        FormattableString what,
        Statistics figure,
        string note = ""
    ) => output.WriteLineAsync($"{FormattableString.Invariant(what), -72}{figure, -40} {note}".TrimEnd());

    public static Task FigureAsync(this TextWriter output, string what, Statistics figure, string note = "") =>
        output.FigureAsync((FormattableString)$"{what}", figure, note);
}
