using System.Text.Json;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Sops.V1;

namespace Sops.Server.Access;

/// <summary>The methods of the contract, by their full name, with what each asks of its caller.</summary>
public static class Contract
{
    public static IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Services { get; } =
    [
        TemplateService.Descriptor,
        TaskService.Descriptor,
        SpaceTaskService.Descriptor,
        PeriodicTaskService.Descriptor,
        ClockedTaskService.Descriptor,
        CallbackService.Descriptor,
        WebhookService.Descriptor,
    ];

    private static readonly Dictionary<string, MethodAccess> Methods = Services
        .SelectMany(s => s.Methods)
        .ToDictionary(m => $"/{m.Service.FullName}/{m.Name}", MethodAccess.Of);

    /// <summary>Null for a method that is not of this contract: health, reflection.</summary>
    public static MethodAccess? Find(string method) => Methods.GetValueOrDefault(method);

    /// <summary>Proves that each method says what its caller must be permitted to do.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public static void RequirePermissions()
    {
        var open = Methods.Where(m => m.Value.Permissions.Count == 0).Select(m => m.Key).ToList();
        if (open.Count > 0)
        {
            throw new InvalidOperationException($"No permission is declared for {string.Join(", ", open)}");
        }
    }

    /// <summary>Proves that nothing of ours is served beside the contract, where nobody would check who calls.</summary>
    /// <exception cref="InvalidOperationException">Something is.</exception>
    public static void RequireKnown(IEnumerable<Endpoint> served)
    {
        var unknown = served
            .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method)
            .OfType<Grpc.Core.IMethod>()
            .Where(m => m.ServiceName.StartsWith("sops.", StringComparison.Ordinal) && Find(m.FullName) is null)
            .Select(m => m.FullName)
            .Distinct()
            .ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException($"Served, but not in {nameof(Services)}: {string.Join(", ", unknown)}");
        }
    }
}

/// <summary>What a method asks of its caller.</summary>
public sealed record MethodAccess(MethodDescriptor Method, IReadOnlyList<Permission> Permissions)
{
    /// <summary>As operation records name it: create_task.</summary>
    public string Name { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(Method.Name);

    /// <summary>It changes something, and leaves an operation record.</summary>
    public bool Changes { get; } =
        Permissions.Any(p => !AppSettings.Word(p).StartsWith("VIEW_", StringComparison.Ordinal));

    /// <summary>It makes tasks, and so brings more work than its own.</summary>
    public bool MakesTasks { get; } = Permissions.Contains(Permission.CreateTasks);

    /// <summary>What the ids of its service are ids of; null for tasks and templates.</summary>
    public string? Subject { get; } = Method.Service.GetOptions()?.GetExtension(AccessExtensions.Subject);

    /// <summary>It needs no business, and answers for all that its caller may act for.</summary>
    public bool IsAcrossBusinesses => Method.Name == nameof(TaskService.TaskServiceBase.ListFunctionalTasks);

    public static MethodAccess Of(MethodDescriptor method) =>
        new(method, [.. method.GetOptions()?.GetExtension(AccessExtensions.Permissions) ?? []]);
}
