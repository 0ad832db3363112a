using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sops.Server.Access;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Rest;
using Sops.Storage;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Access;

/// <summary>A server with apps: one of the test's business, one of another, one of all, and two that may do little.</summary>
public class AppsFixture : SopsApp
{
    public const string Secret = "open sesame";
    public const long Foreign = 3;
    public const string Site = "https://console.example";

    private static readonly string Hash = SecretHash.Of(Secret, 1000).ToString();

    protected override IEnumerable<(string Key, string Value)> Settings =>
        [
            .. App(0, "main", "2"),
            .. App(1, "other", "3"),
            .. App(2, "boss", "*"),
            ("Sops:Auth:Apps:2:MayImpersonate", "true"),
            .. App(3, "claims", "2,3"),
            ("Sops:Auth:Apps:3:Permissions", "CLAIM_TASKS"),
            .. App(4, "views", "2,3"),
            ("Sops:Auth:Apps:4:Permissions:0", "VIEW_TEMPLATES"),
            ("Sops:Auth:Origins:0", Site),
        ];

    /// <summary>The matrix asks more within a minute than strangers may leave records of.</summary>
    protected override void Watch(IServiceCollection services) =>
        services.AddSingleton(s => new Strangers(
            TimeProvider.System,
            s.GetRequiredService<ILogger<Strangers>>(),
            int.MaxValue
        ));

    public static string Header(string code, string secret = Secret, string? user = null) =>
        $$"""{"bk_app_code": "{{code}}", "bk_app_secret": "{{secret}}", "bk_username": "{{user}}"}""";

    /// <summary>gRPC with that X-Bkapi-Authorization.</summary>
    public CallInvoker Invoker(string? header) =>
        header is null
            ? Client.Channel.CreateCallInvoker()
            : Client.Channel.Intercept(metadata =>
            {
                metadata.Add(CallerClaims.Header, header);
                return metadata;
            });

    public TaskService.TaskServiceClient Tasks(string header) => new(Invoker(header));

    public TemplateService.TemplateServiceClient Templates(string header) => new(Invoker(header));

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body, string? header)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : EdgeHost.Content(body, "application/json");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(CallerClaims.Header, header);
        }
        using var response = await Client.Http.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A template of the business, and a task that waits to be started.</summary>
    public async Task<(long Template, long Task, string Node)> MakeAsync(long business = SopsClient.Business)
    {
        var header = Header("boss", user: "ann");
        var template = await Templates(header)
            .CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = business,
                    Name = "t",
                    PipelineTree = new JsonValue { Json = Tree(Pause("p")) },
                }
            );
        var task = await Tasks(header)
            .CreateTaskAsync(
                new CreateTaskRequest
                {
                    BkBizId = business,
                    TemplateId = template.TemplateId,
                    Name = "task",
                }
            );
        var made = new StartedRun(Client, business, task.TaskId, task.PipelineTree.Json);
        return (template.TemplateId, task.TaskId, made["p"]);
    }

    /// <summary>Everything that is stored, but for the records of who did what.</summary>
    public async Task<string> DigestAsync()
    {
        await using var connection = await ReadAsync();
        var tables = await connection.QueryAsync<string>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('operation', 'sqlite_sequence') ORDER BY name"
        );
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            text.Append('\n').AppendLine(table);
            foreach (var row in await connection.QueryAsync($"SELECT * FROM {table}"))
            {
                text.AppendJoin('|', ((IDictionary<string, object>)row).Select(c => $"{c.Key}={c.Value}")).AppendLine();
            }
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Records of who did what, oldest first.</summary>
    public async Task<IReadOnlyList<Kept>> OperationsAsync()
    {
        await using var connection = await ReadAsync();
        var rows = await connection.QueryAsync<(string Method, string Operator, string AppCode, string Outcome)>(
            "SELECT method, operator, app_code, outcome FROM operation ORDER BY id"
        );
        return [.. rows.Select(r => new Kept(r.Method, r.Operator, r.AppCode, r.Outcome))];
    }

    private Task<DbConnection> ReadAsync() => Services.GetRequiredService<Database>().OpenReadAsync();

    private static IEnumerable<(string Key, string Value)> App(int index, string code, string businesses) =>
        [
            ($"Sops:Auth:Apps:{index}:Code", code),
            ($"Sops:Auth:Apps:{index}:SecretHash", Hash),
            ($"Sops:Auth:Apps:{index}:Businesses", businesses),
        ];
}

public sealed record Kept(string Method, string Operator, string AppCode, string Outcome);
