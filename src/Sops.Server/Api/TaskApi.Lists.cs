using System.Globalization;
using Grpc.Core;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    private const int MaxBatch = 50;

    public override async Task<BatchGetTaskStatusResponse> BatchGetTaskStatus(
        BatchGetTaskStatusRequest request,
        ServerCallContext context
    )
    {
        if (request.TaskIdList.Count > MaxBatch)
        {
            throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"task_id_list is too long, maximum length is {MaxBatch}",
                new FieldViolation("task_id_list", $"at most {MaxBatch} ids")
            );
        }
        var answer = new BatchGetTaskStatusResponse();
        foreach (
            var (task, root) in await store.RootsAsync(request.BkBizId, request.TaskIdList, context.CancellationToken)
        )
        {
            answer.Tasks.Add(
                Standing(
                    task,
                    request.IncludeChildrenStatus
                        ? await turns.ReadAsync(task.Id, run => status.Tree(run), context.CancellationToken)
                        : status.Root(task, root)
                )
            );
        }
        return answer;
    }

    public override async Task<ListTasksResponse> ListTasks(ListTasksRequest request, ServerCallContext context)
    {
        var window = Window.Of(
            request.HasLimit ? request.Limit : null,
            request.HasOffset ? request.Offset : null,
            request.PageToken
        );
        var pages = new Pages(request, window.Limit ?? Pages.DefaultSize);
        var shown = times.In(request.ExpectedTimezone);
        var query = TaskQuery.Of(request.BkBizId, Conditions(request));
        if (request is { HasIsChildTaskflow: true, IsChildTaskflow: true })
        {
            return new ListTasksResponse { Count = request.WithoutCount ? -1 : 0 };
        }
        var (rows, next) = pages.Cut(await store.ListAsync(Page(query, pages, window), context.CancellationToken), Id);
        var actions = TaskActions.Of(Call.Of(context).Caller);
        return new ListTasksResponse
        {
            Tasks = { rows.Select(t => Summary(t, request.ExpectedTimezone.Length > 0 ? shown : null, actions)) },
            Count = request.WithoutCount ? -1 : await store.CountAsync(query, context.CancellationToken),
            NextPageToken = next,
        };
    }

    public override async Task<ListFunctionalTasksResponse> ListFunctionalTasks(
        ListFunctionalTasksRequest request,
        ServerCallContext context
    )
    {
        var window = Window.Of(
            request.HasLimit ? request.Limit : null,
            request.HasOffset ? request.Offset : null,
            request.PageToken
        );
        var pages = new Pages(request, window.Limit ?? Pages.DefaultSize);
        var shown = times.In(request.ExpectedTimezone);
        List<TaskCondition> conditions = [.. FunctionalStatus.Conditions(request.Status)];
        if (request.IdIn.Length > 0)
        {
            conditions.Add(new(TaskField.Id, Lookup.In, Ids.Many("id_in", request.IdIn)));
        }
        var query = new TaskQuery
        {
            Businesses = request.BkBizId != 0 ? [request.BkBizId] : Call.Of(context).Caller.Businesses,
            Functional = true,
            Conditions = conditions,
        };
        var (rows, next) = pages.Cut(await store.ListAsync(Page(query, pages, window), context.CancellationToken), Id);
        return new ListFunctionalTasksResponse
        {
            Tasks = { rows.Select(t => Functional(t, shown)) },
            Count = await store.CountAsync(query, context.CancellationToken),
            NextPageToken = next,
        };
    }

    private List<TaskCondition> Conditions(ITaskFilter request)
    {
        List<TaskCondition> conditions = [];
        AddText(TaskField.Name, Lookup.Contains, request.Keyword);
        AddText(TaskField.Executor, Lookup.Is, request.Executor);
        AddText(TaskField.CreateMethod, Lookup.Is, request.CreateMethod);
        if (request.HasIsStarted)
        {
            conditions.Add(new(TaskField.IsStarted, Lookup.Is, request.IsStarted));
        }
        if (request.HasIsFinished)
        {
            conditions.Add(new(TaskField.IsFinished, Lookup.Is, request.IsFinished));
        }
        if (request.TemplateId.Length > 0)
        {
            conditions.Add(new(TaskField.TemplateId, Lookup.Is, Ids.One("template_id", request.TemplateId)));
        }
        if (request.TemplateIds.Length > 0)
        {
            conditions.Add(new(TaskField.TemplateId, Lookup.In, Ids.Many("template_ids", request.TemplateIds)));
        }
        if (request.CreateTimeStart.Length > 0)
        {
            var from = times.Parse("create_time_start", request.CreateTimeStart);
            conditions.Add(new(TaskField.CreateTime, Lookup.AtLeast, from));
        }
        if (request.CreateTimeEnd.Length > 0)
        {
            var until = times.Parse("create_time_end", request.CreateTimeEnd, until: true);
            conditions.Add(new(TaskField.CreateTime, Lookup.AtMost, until));
        }
        return conditions;

        void AddText(TaskField field, Lookup lookup, string text)
        {
            if (text.Length > 0)
            {
                conditions.Add(new(field, lookup, text));
            }
        }
    }

    private static TaskQuery Page(TaskQuery query, Pages pages, Window window) =>
        query with
        {
            BeforeId = pages.BeforeId,
            Limit = pages.Limit,
            Offset = window.Offset,
        };

    private static long Id(TaskRow task) => task.Id;

    private TaskStanding Standing(TaskRow task, StatusNode root) =>
        new()
        {
            Id = task.Id,
            Name = task.Name,
            Status = root,
            FlowType = task.FlowType,
            CurrentFlow = task.CurrentFlow,
            IsDeleted = task.IsDeleted,
            CreateTime = times.Text(task.CreateTime),
            StartTime = times.Text(task.StartTime),
            FinishTime = times.Text(task.FinishTime),
            Url = urls.Of(task),
        };

    private TaskSummary Summary(TaskRow task, Times? shown, IReadOnlyList<string> actions) =>
        new()
        {
            Id = task.Id,
            Name = task.Name,
            Category = CodeNames.Category(task.Category),
            CreateMethod = task.CreateMethod,
            Creator = task.Creator,
            Executor = task.Operator,
            StartTime = shown is null ? Times.Utc(task.StartTime) : Values.Of(shown.Text(task.StartTime)),
            FinishTime = shown is null ? Times.Utc(task.FinishTime) : Values.Of(shown.Text(task.FinishTime)),
            IsStarted = task.StartTime is not null,
            IsFinished = task.State == NodeState.Finished,
            TemplateSource = task.TemplateId is null ? "onetime" : task.TemplateSource,
            TemplateId = task.TemplateId?.ToString(CultureInfo.InvariantCulture) ?? "",
            ProjectId = task.BusinessId,
            ProjectName = names.Text(task.BusinessId),
            BkBizId = task.BusinessId,
            BkBizName = names.Text(task.BusinessId),
            AuthActions = { actions },
            State = NodeRun.Wire(task.ShownState),
        };

    private static FunctionalTask Functional(TaskRow task, Times shown) =>
        new()
        {
            Id = task.Id,
            TaskId = task.Id,
            Name = task.Name,
            Creator = task.Creator,
            CreateTime = shown.Text(task.CreateTime),
            Claimant = task.Claimant ?? "",
            ClaimTime = shown.Text(task.ClaimTime),
            Status = FunctionalStatus.Of(task),
            BkBizId = task.BusinessId,
            ProjectId = task.BusinessId,
        };
}
