namespace Sops.Server.Tests.Durability.Load;

/// <summary>How much was tried, for a run that finds nothing says as much as it tried.</summary>
internal sealed class Tally
{
    private int _answered;
    private int _repeated;

    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Calls that were sent again for want of an answer in time.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Calls that the end of the service cut off.</summary>
    public int Lost { get; private set; }

    /// <summary>How many of these had been carried out.</summary>
    public int Done { get; private set; }

    public void Answer() => Interlocked.Increment(ref _answered);

    public void Repeat() => Interlocked.Increment(ref _repeated);

    public void Add((int Lost, int Done) cut) => (Lost, Done) = (Lost + cut.Lost, Done + cut.Done);

    public void Add(Tally other)
    {
        _answered += other.Answered;
        _repeated += other.Repeated;
        Add((other.Lost, other.Done));
    }

    public override string ToString() =>
        $"{Answered} answers, {Repeated} calls repeated in time, {Lost} cut off by the end, {Done} of these carried out";
}
