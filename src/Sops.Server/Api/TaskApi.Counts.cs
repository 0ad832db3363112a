using Grpc.Core;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    public override async Task<CountTasksResponse> CountTasks(CountTasksRequest request, ServerCallContext context)
    {
        var conditions = new Conditions(times).Of(request.Conditions);
        var (grouping, codes) = request.GroupBy switch
        {
            "category" => (TaskGrouping.Category, CodeNames.Categories),
            "create_method" => (TaskGrouping.CreateMethod, CodeNames.CreateMethods),
            "flow_type" => (TaskGrouping.FlowType, CodeNames.FlowTypes),
            "status" => (TaskGrouping.Standing, CodeNames.Standings),
            var other => throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"[API] query_task_list params group_by[{Texts.Shortened(other)}] is invalid",
                new FieldViolation("group_by", "must be category, create_method, flow_type or status")
            ),
        };
        var counted = await store.CountByAsync(
            grouping,
            new TaskQuery { Businesses = [request.BkBizId], Conditions = conditions },
            context.CancellationToken
        );
        var known = codes.Select(n => n.Code).ToHashSet(StringComparer.Ordinal);
        var others = counted.Keys.Where(code => !known.Contains(code)).Order(StringComparer.Ordinal);
        return new CountTasksResponse
        {
            Total = counted.Values.Sum(),
            Groups =
            {
                codes
                    .Concat(others.Select(code => (Code: code, Name: code)))
                    .Select(n => new TaskGroup
                    {
                        Code = n.Code,
                        Name = n.Name,
                        Value = counted.GetValueOrDefault(n.Code),
                    }),
            },
        };
    }
}
