using System.Text.Json;
using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Templates of a business, and the common ones.</summary>
public sealed class Templates(
    TemplateStore store,
    SnapshotStore snapshots,
    PeriodicTaskStore periodicTasks,
    Trees trees,
    Requests requests,
    TimeProvider clock
)
{
    public const int MaxName = 50;

    /// <summary>In the words of the contract; what a template without one gets is Default.</summary>
    public static IReadOnlyList<string> Categories { get; } =
    ["OpsTools", "MonitorAlarm", "ConfManage", "DevTools", "EnterpriseIT", "OfficeApp", "Other", "Default"];

    /// <summary>The stored word for what callers call project, business or common.</summary>
    public static string Source(string? source) =>
        source is null or "" or "project" or "business" ? TemplateSource.Project : TemplateSource.Common;

    public async Task<TemplateRow> GetAsync(long businessId, string? source, long id, CancellationToken cancellation) =>
        await store.FindAsync(businessId, Source(source), id, cancellation)
        ?? throw SopsException.NotFound(
            "TEMPLATE_NOT_FOUND",
            Source(source) == TemplateSource.Common
                ? $"common template[id={id}] does not exist"
                : $"template[id={id}] of project[project_id={businessId},biz_id={businessId}] does not exist"
        );

    /// <summary>The tree that it has, or had where the row is an older one.</summary>
    public async Task<string> TreeAsync(TemplateRow template, CancellationToken cancellation) =>
        await snapshots.FindAsync(template.SnapshotDigest, cancellation)
        ?? throw new InvalidOperationException($"Snapshot {template.SnapshotDigest} is missing");

    public Task<IReadOnlyList<TemplateRow>> ListAsync(TemplateQuery query, CancellationToken cancellation) =>
        store.ListAsync(query, cancellation);

    /// <summary>The template as it was stored; with id 0 where the call only asks what would happen.</summary>
    /// <param name="template">Its creator and times are filled in.</param>
    public Task<TemplateRow> CreateAsync(
        TemplateRow template,
        string tree,
        Call call,
        CancellationToken cancellation
    ) =>
        OnceAsync(
            call,
            async () =>
            {
                RequireName(template.Name);
                RequireCategory(template.Category);
                await trees.AcceptAsync(tree, template.BusinessId, self: null, cancellation);
                var now = clock.GetUtcNow();
                var made = template with
                {
                    Creator = call.Caller.User,
                    CreateTime = now,
                    EditTime = now,
                    SnapshotDigest = SnapshotStore.Digest(tree),
                };
                if (call.ValidateOnly)
                {
                    return AnswerOf(made);
                }
                var id = await store.InsertAsync(
                    made,
                    tree,
                    id => call.Record(AnswerOf(made with { Id = id }), now),
                    cancellation
                );
                return AnswerOf(made with { Id = id });
            }
        );

    /// <summary>The template as the change left it; with id 0 where the call only asks what would happen.</summary>
    /// <param name="etag">Of the state that the change was made for; "" for any.</param>
    public Task<TemplateRow> UpdateAsync(
        string? source,
        TemplateChange change,
        string etag,
        Call call,
        CancellationToken cancellation
    ) =>
        OnceAsync(
            call,
            async () =>
            {
                var before = await GetAsync(call.BusinessId, source, call.TemplateId, cancellation);
                RequireEtag(before, etag);
                var now = clock.GetUtcNow();
                var after = change.ApplyTo(before) with
                {
                    Editor = call.Caller.User,
                    EditTime = now,
                    Version = before.Version + 1,
                    SnapshotDigest = change.Tree is { } text ? SnapshotStore.Digest(text) : before.SnapshotDigest,
                };
                RequireName(after.Name);
                if (change.Category is not null)
                {
                    RequireCategory(after.Category);
                }
                if (change.Tree is { } tree)
                {
                    await trees.AcceptAsync(tree, before.BusinessId, before.Id, cancellation);
                }
                if (call.ValidateOnly)
                {
                    return AnswerOf(after with { Id = 0 });
                }
                var record = call.Record(AnswerOf(after), now);
                return await store.UpdateAsync(after, before.Version, change.Tree, record, cancellation)
                    ? AnswerOf(after)
                    : throw Changed("somebody else changed the template meanwhile");
            }
        );

    /// <param name="etag">Of the state that was meant; "" for any.</param>
    public Task<TemplateRow> DeleteAsync(string? source, string etag, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                var template = await GetAsync(call.BusinessId, source, call.TemplateId, cancellation);
                RequireEtag(template, etag);
                await RequireUnusedAsync(template, cancellation);
                var deleted = await store.DeleteAsync(
                    template.BusinessId,
                    template.Source,
                    template.Id,
                    etag.Length > 0 ? template.Version : null,
                    call.Record(AnswerOf(template), clock.GetUtcNow()),
                    cancellation
                );
                if (!deleted)
                {
                    // Deleted meanwhile, which is said as such; or changed, which only matters with an etag.
                    await GetAsync(call.BusinessId, source, call.TemplateId, cancellation);
                    await RequireUnusedAsync(template, cancellation);
                    throw Changed("somebody else changed the template meanwhile");
                }
                return AnswerOf(template);
            }
        );

    /// <summary>Periodic tasks go on with their own copy, but show whose it is and whether that has changed.</summary>
    private async Task RequireUnusedAsync(TemplateRow template, CancellationToken cancellation)
    {
        var users = await periodicTasks.OfTemplateAsync(template.Id, cancellation);
        if (users.Count > 0)
        {
            throw SopsException.Refused(
                "TEMPLATE_IN_USE",
                $"template[id={template.Id}] is used by periodic tasks: {string.Join(", ", users)}"
            );
        }
    }

    private async Task<TemplateRow> OnceAsync(Call call, Func<Task<Answer>> effect)
    {
        var answer = await requests.OnceAsync(call, effect);
        return JsonSerializer.Deserialize(answer.Document!, TemplateJson.Default.TemplateRow)!;
    }

    private static Answer AnswerOf(TemplateRow template) =>
        new()
        {
            TemplateId = template.Id,
            Document = JsonSerializer.Serialize(template, TemplateJson.Default.TemplateRow),
        };

    private static void RequireEtag(TemplateRow template, string etag)
    {
        if (etag.Length > 0 && etag != template.Etag)
        {
            throw Changed("the template has changed since it was read");
        }
    }

    private static SopsException Changed(string message) => SopsException.Conflict("TEMPLATE_CHANGED", message);

    private static void RequireName(string name)
    {
        if (name.Length == 0 || Characters.Count(name) > MaxName)
        {
            throw Invalid.Field("name", $"must have 1 to {MaxName} characters");
        }
    }

    private static void RequireCategory(string category)
    {
        if (!Categories.Contains(category))
        {
            throw Invalid.Field("category", $"must be one of {string.Join(", ", Categories)}");
        }
    }
}
