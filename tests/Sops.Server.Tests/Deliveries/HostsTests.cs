using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Tests.Deliveries;

/// <summary>What is begun to which host, and what waits.</summary>
public sealed class HostsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Hosts _hosts = new(mostAtOnce: 20);

    [Fact]
    public void Host_GetsEightAtOnce_AndAllHostsTwenty()
    {
        var begun = new List<int>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            _hosts.Wake(name);
        }
        while (_hosts.Ready(Now) is { } host)
        {
            begun.Add(_hosts.Begin(host, Rows(host.Name, 17), Now).Count);
        }

        Assert.Equal([8, 8, 4], begun);
        Assert.Null(_hosts.NextAt());
    }

    [Fact]
    public void Host_WithTheLeastUnderWay_ComesFirst()
    {
        _hosts.Wake("a");
        _hosts.Begin(_hosts.Ready(Now)!, Rows("a", 5), Now);
        _hosts.Wake("a");
        _hosts.Wake("b");

        Assert.Equal(["b", "a"], [_hosts.Ready(Now)!.Name, _hosts.Ready(Now)!.Name]);
    }

    [Fact]
    public void Delivery_ThatEndedWhileItsHostWasRead_IsNotBegunAgain()
    {
        _hosts.Wake("a");
        var row = Rows("a", 1);
        var host = _hosts.Ready(Now)!;
        Assert.Single(_hosts.Begin(host, row, Now));
        _hosts.Wake("a");
        Assert.Same(host, _hosts.Ready(Now));

        _hosts.End(host, row[0].Id);

        Assert.Empty(_hosts.Begin(host, row, Now));
        // What became of it is read anew.
        Assert.Same(host, _hosts.Ready(Now));
    }

    [Fact]
    public void Host_WokenWhileItIsRead_IsReadAgain()
    {
        _hosts.Wake("a");
        var host = _hosts.Ready(Now)!;
        _hosts.Wake("a");
        _hosts.Begin(host, [], Now);

        Assert.Same(host, _hosts.Ready(Now));
    }

    [Fact]
    public void Delivery_OfALaterTime_WaitsForIt()
    {
        _hosts.Wake("a");
        var later = Rows("a", 1).Select(r => r with { NextAt = Now.AddMinutes(5) }).ToList();
        Assert.Empty(_hosts.Begin(_hosts.Ready(Now)!, later, Now));

        Assert.Null(_hosts.Ready(Now));
        Assert.Equal(Now.AddMinutes(5), _hosts.NextAt());
        Assert.NotNull(_hosts.Ready(Now.AddMinutes(5)));
    }

    [Fact]
    public void Host_WithNothingLeft_IsForgotten()
    {
        _hosts.Wake("a");
        Assert.Empty(_hosts.Begin(_hosts.Ready(Now)!, [], Now));

        Assert.Null(_hosts.NextAt());
        Assert.Null(_hosts.Ready(DateTimeOffset.MaxValue));
    }

    private static List<DeliveryRow> Rows(string host, int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(id => new DeliveryRow
                {
                    Id = (100 * host[0]) + id,
                    EventId = $"evt_{id}",
                    Lane = $"lane/{id}",
                    BusinessId = 2,
                    TaskId = id,
                    Kind = "sops.task.finished",
                    Url = $"http://{host}/",
                    Host = host,
                    ContentType = "text/plain",
                    NextAt = Now,
                    CreatedAt = Now,
                }),
        ];
}
