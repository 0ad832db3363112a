using Dapper;

namespace Sops.Storage.Tests.Sqlite;

public sealed class SqliteWebhookTests : WebhookSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteDeliveryTests : DeliverySuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();

    /// <summary>What the outbox asks all the time looks at none but the rows that it wants, and sorts nothing.</summary>
    [Theory]
    [InlineData(
        "SELECT body FROM delivery WHERE host = 'h' AND next_at IS NOT NULL ORDER BY next_at, id LIMIT 9",
        "SEARCH delivery USING INDEX delivery_due (host=? AND next_at>?)"
    )]
    [InlineData(
        "SELECT MIN(id) FROM delivery WHERE lane = 'l' AND state = 0",
        "SEARCH delivery USING COVERING INDEX delivery_lane (lane=?)"
    )]
    [InlineData(
        "SELECT body FROM delivery WHERE business_id = 2 AND id < 9 ORDER BY id DESC LIMIT 9",
        "SEARCH delivery USING INDEX delivery_by_business (business_id=? AND id<?)"
    )]
    [InlineData(
        "SELECT body FROM delivery WHERE business_id = 2 AND id < 9 AND state = 2 ORDER BY id DESC LIMIT 9",
        "SEARCH delivery USING INDEX delivery_by_state (business_id=? AND state=? AND id<?)"
    )]
    [InlineData(
        "SELECT body FROM delivery WHERE business_id = 2 AND id < 9 AND task_id = 2 AND state + 0 = 2 ORDER BY id DESC LIMIT 9",
        "SEARCH delivery USING INDEX delivery_by_task (business_id=? AND task_id=? AND id<?)"
    )]
    [InlineData(
        "SELECT id FROM delivery WHERE state = 1 AND ended_at < 9 ORDER BY ended_at LIMIT 9",
        "SEARCH delivery USING COVERING INDEX delivery_ended (state=? AND ended_at<?)"
    )]
    public async Task Search_GoesByItsIndex(string sql, string plan)
    {
        await using var connection = await Db.OpenReadAsync();
        var steps = await connection.QueryAsync<(long Id, long Parent, long Unused, string Detail)>(
            $"EXPLAIN QUERY PLAN {sql}"
        );

        Assert.Equal([plan], steps.Select(s => s.Detail));
    }
}
