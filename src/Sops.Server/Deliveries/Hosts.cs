using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>
/// What is under way to which host, and when each has something to be sent again. Only hosts with something to be sent are
/// here.
/// </summary>
internal sealed class Hosts(int mostAtOnce)
{
    private const int MostToOne = 8;

    /// <summary>Enough to find what can be begun behind all that is under way, and the time of what comes after.</summary>
    public const int RowsToRead = (2 * MostToOne) + 1;

    private readonly Dictionary<string, Host> _hosts = [];
    private readonly Lock _lock = new();
    private int _underWay;
    private long _turns;

    /// <summary>Its rows have to be read.</summary>
    public void Wake(string name)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(name, out var host))
            {
                _hosts[name] = host = new Host(name);
            }
            host.NextAt = DateTimeOffset.MinValue;
        }
    }

    /// <summary>A host that something may be begun to: one with little under way, and whose turn is longest ago.</summary>
    public Host? Ready(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_underWay >= mostAtOnce)
            {
                return null;
            }
            var host = _hosts
                .Values.Where(h => h.NextAt <= now && h.UnderWay.Count < MostToOne)
                .OrderBy(h => h.UnderWay.Count)
                .ThenBy(h => h.Turn)
                .FirstOrDefault();
            if (host is not null)
            {
                // What wakes it while it is read counts again.
                host.NextAt = null;
                host.Ended.Clear();
                host.Turn = ++_turns;
            }
            return host;
        }
    }

    /// <summary>Which of the rows are to be sent now; they are under way from here on.</summary>
    public IReadOnlyList<DeliveryRow> Begin(Host host, IReadOnlyList<DeliveryRow> rows, DateTimeOffset now)
    {
        lock (_lock)
        {
            var begun = new List<DeliveryRow>();
            foreach (var row in rows.Where(r => !host.UnderWay.Contains(r.Id) && !host.Ended.Contains(r.Id)))
            {
                if (row.NextAt > now || host.UnderWay.Count >= MostToOne || _underWay >= mostAtOnce)
                {
                    host.NextAt = host.NextAt < row.NextAt ? host.NextAt : row.NextAt;
                    break;
                }
                host.UnderWay.Add(row.Id);
                _underWay++;
                begun.Add(row);
            }
            Forget(host);
            return begun;
        }
    }

    public void End(Host host, long delivery)
    {
        lock (_lock)
        {
            host.UnderWay.Remove(delivery);
            host.Ended.Add(delivery);
            _underWay--;
            // It may have to be sent again, or the next of its lane.
            host.NextAt = DateTimeOffset.MinValue;
        }
    }

    /// <summary>When something can be begun that cannot be begun yet; null where only the end of an attempt changes that.</summary>
    public DateTimeOffset? NextAt()
    {
        lock (_lock)
        {
            return _underWay >= mostAtOnce
                ? null
                : _hosts.Values.Where(h => h.UnderWay.Count < MostToOne).Min(h => h.NextAt);
        }
    }

    private void Forget(Host host)
    {
        if (host.NextAt is null && host.UnderWay.Count == 0)
        {
            _hosts.Remove(host.Name);
        }
    }

    internal sealed class Host(string name)
    {
        public string Name { get; } = name;
        public HashSet<long> UnderWay { get; } = [];

        /// <summary>Since its rows were read last, which may still show them as they were.</summary>
        public HashSet<long> Ended { get; } = [];

        /// <summary>When to look at its rows; null where there is nothing to be sent but what is under way.</summary>
        public DateTimeOffset? NextAt { get; set; }
        public long Turn { get; set; }
    }
}
