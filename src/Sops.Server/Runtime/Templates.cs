using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Templates of a business, and the common ones.</summary>
public sealed class Templates(
    TemplateStore store,
    SnapshotStore snapshots,
    Trees trees,
    Requests requests,
    TimeProvider clock
)
{
    public const int MaxName = 50;

    /// <summary>The stored word for what callers call project, business or common.</summary>
    public static string Source(string? source) =>
        source is null or "" or "project" or "business" ? "project" : "common";

    public async Task<TemplateRow> GetAsync(long businessId, string? source, long id, CancellationToken cancellation) =>
        await FindAsync(businessId, source, id, cancellation)
        ?? throw SopsException.NotFound(
            "TEMPLATE_NOT_FOUND",
            Source(source) == "common"
                ? $"common template[id={id}] does not exist"
                : $"template[id={id}] of project[project_id={businessId},biz_id={businessId}] does not exist"
        );

    public Task<string?> TreeAsync(TemplateRow template, CancellationToken cancellation) =>
        snapshots.FindAsync(template.SnapshotDigest, cancellation);

    public Task<IReadOnlyList<TemplateRow>> ListAsync(
        long businessId,
        string? source,
        IReadOnlyList<long>? ids,
        string? nameContains,
        CancellationToken cancellation
    ) =>
        store.ListAsync(
            new TemplateQuery
            {
                BusinessId = Owner(businessId, source),
                Source = Source(source),
                Ids = ids,
                NameContains = nameContains,
            },
            cancellation
        );

    public async Task<long> CreateAsync(NewTemplate template, Call call)
    {
        var now = clock.GetUtcNow();
        var answer = await requests.OnceAsync(
            call,
            async () =>
            {
                RequireName(template.Name);
                await trees.AcceptAsync(template.Tree, template.BusinessId, self: null, CancellationToken.None);
                var id = await store.InsertAsync(
                    new TemplateRow
                    {
                        BusinessId = template.BusinessId,
                        Source = "project",
                        Name = template.Name,
                        Category = template.Category,
                        Description = template.Description,
                        Creator = call.Caller.User,
                        CreateTime = now,
                        EditTime = now,
                    },
                    template.Tree,
                    id => call.Record(new Answer { TemplateId = id }, now)
                );
                return new Answer { TemplateId = id };
            }
        );
        return answer.TemplateId;
    }

    public async Task<TemplateRow> UpdateAsync(
        long businessId,
        long id,
        TemplateChange change,
        Call call,
        CancellationToken cancellation
    )
    {
        await requests.OnceAsync(
            call,
            async () =>
            {
                var before = await GetAsync(businessId, "project", id, cancellation);
                if (change.Name is { } name)
                {
                    RequireName(name);
                }
                if (change.Tree is { } tree)
                {
                    await trees.AcceptAsync(tree, businessId, id, cancellation);
                }
                var now = clock.GetUtcNow();
                var updated = await store.UpdateAsync(
                    before with
                    {
                        Name = change.Name ?? before.Name,
                        Category = change.Category ?? before.Category,
                        Description = change.Description ?? before.Description,
                        Editor = call.Caller.User,
                        EditTime = now,
                    },
                    before.Version,
                    change.Tree,
                    call.Record(new Answer { TemplateId = id }, now)
                );
                return updated
                    ? new Answer { TemplateId = id }
                    : throw SopsException.Conflict("TEMPLATE_CHANGED", "somebody else changed the template meanwhile");
            }
        );
        return await GetAsync(businessId, "project", id, cancellation);
    }

    public async Task DeleteAsync(long businessId, long id, Call call, CancellationToken cancellation) =>
        await requests.OnceAsync(
            call,
            async () =>
            {
                await GetAsync(businessId, "project", id, cancellation);
                await store.DeleteAsync(
                    businessId,
                    "project",
                    id,
                    call.Record(new Answer { TemplateId = id }, clock.GetUtcNow())
                );
                return new Answer { TemplateId = id };
            }
        );

    private Task<TemplateRow?> FindAsync(long businessId, string? source, long id, CancellationToken cancellation) =>
        store.FindAsync(Owner(businessId, source), Source(source), id, cancellation);

    private static long Owner(long businessId, string? source) => Source(source) == "common" ? 0 : businessId;

    private static void RequireName(string name)
    {
        if (name.Length is 0 or > MaxName)
        {
            throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"name must have 1 to {MaxName} characters",
                new FieldViolation("name", $"1 to {MaxName} characters")
            );
        }
    }
}

public sealed record NewTemplate(long BusinessId, string Name, string Tree, string Category, string Description);

/// <summary>What is null stays as it is.</summary>
public sealed record TemplateChange(string? Name, string? Tree, string? Category, string? Description);
