using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>
/// A query's conditions as SQL. The text is put together from what is written here alone, and only from the conditions
/// given, so that each search can use its index; whatever a caller said is a parameter.
/// </summary>
internal sealed class TaskFilter
{
    private readonly Dialect _dialect;
    private readonly List<string> _terms = [];

    public TaskFilter(Dialect dialect, TaskQuery query)
    {
        _dialect = dialect;
        // A sign keeps the businesses' own index, through all of their tasks, from being taken where only a few are meant.
        var business = query.Functional || query.Ids is not null ? "+t.business_id" : "t.business_id";
        _terms.Add(query.Unended ? "+t.is_deleted = 0 AND t.finish_time IS NULL" : "t.is_deleted = 0");
        switch (query.Businesses)
        {
            case null:
                break;
            case { Count: 1 } one:
                Add(business, Lookup.Is, one.First());
                break;
            case var several:
                Add(business, Lookup.In, several);
                break;
        }
        if (query.Functional)
        {
            _terms.Add($"t.flow_type = '{TaskRow.FunctionalType}'");
        }
        if (query.Ids is not null)
        {
            Add("t.id", Lookup.In, query.Ids);
        }
        foreach (var condition in query.Conditions)
        {
            Add(Column(condition.Field), condition.Lookup, condition.Value);
        }
    }

    public DynamicParameters Parameters { get; } = new();

    public string Sql => string.Join(" AND ", _terms);

    public static string Group(TaskGrouping grouping) =>
        grouping switch
        {
            TaskGrouping.Category => "t.category",
            TaskGrouping.CreateMethod => "t.create_method",
            TaskGrouping.FlowType => "t.flow_type",
            _ => $"""
                CASE WHEN t.start_time IS NULL THEN 'CREATED' WHEN t.state = {(int)NodeState.Finished} THEN 'FINISHED'
                    WHEN t.state = {(int)NodeState.Revoked} THEN 'REVOKED' ELSE 'EXECUTING' END
                """,
        };

    private void Add(string column, Lookup lookup, object value)
    {
        var name = $"c{_terms.Count}";
        var parameter = $"@{name}";
        _terms.Add(
            lookup switch
            {
                Lookup.Contains => _dialect.Contains(column, parameter),
                Lookup.ContainsIgnoringCase => _dialect.ContainsIgnoringCase(column, parameter),
                Lookup.In when value is IEnumerable<string> => $"{column} IN ({_dialect.Texts(parameter)})",
                Lookup.In => $"{column} IN ({_dialect.Numbers(parameter)})",
                Lookup.AtLeast => $"{column} >= {parameter}",
                Lookup.AtMost => $"{column} <= {parameter}",
                Lookup.Above => $"{column} > {parameter}",
                Lookup.Below => $"{column} < {parameter}",
                _ => $"{column} = {parameter}",
            }
        );
        Parameters.Add(
            name,
            value switch
            {
                IEnumerable<long> numbers => JsonArray.Of(numbers),
                IEnumerable<string> texts => JsonArray.Of(texts),
                DateTimeOffset moment => moment.ToUnixTimeMilliseconds(),
                _ => value,
            }
        );
    }

    private static string Column(TaskField field) =>
        field switch
        {
            TaskField.Id => "t.id",
            TaskField.TemplateId => "t.template_id",
            TaskField.Name => "t.name",
            TaskField.Creator => "t.creator",
            TaskField.Executor => "t.operator",
            TaskField.CreateMethod => "t.create_method",
            TaskField.FlowType => "t.flow_type",
            TaskField.Category => "t.category",
            TaskField.CreateTime => "t.create_time",
            TaskField.StartTime => "t.start_time",
            TaskField.FinishTime => "t.finish_time",
            TaskField.IsStarted => "(t.start_time IS NOT NULL)",
            TaskField.IsFinished => $"(t.state = {(int)NodeState.Finished})",
            TaskField.HasEnded => "(t.finish_time IS NOT NULL)",
            TaskField.IsClaimed => "(t.claim_time IS NOT NULL)",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
        };
}
