namespace Sops.Storage;

/// <summary>
/// A statement that is prepared once and run again and again, for every turn above all. Below ADO.NET, which looks up each
/// parameter by its name at every run and makes a reader of rows that nobody reads: a tenth of all that a node costs.
/// </summary>
internal abstract class Statement : IDisposable
{
    /// <summary>Rows touched. The values come in the order in which the text first names them.</summary>
    public abstract int Run(params ReadOnlySpan<object?> values);

    /// <summary>The number in the first row; null when there is no row.</summary>
    public abstract long? Number(params ReadOnlySpan<object?> values);

    public abstract void Dispose();
}
