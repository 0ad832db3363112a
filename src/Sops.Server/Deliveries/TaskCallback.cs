using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>Where a task itself tells of its end, and of failures before that, in the words of bk-sops.</summary>
/// <param name="Version">v2, else the first form.</param>
public sealed record TaskCallback(string Url, string Version)
{
    public const string Second = "v2";

    /// <summary>Outputs that are larger are left out, as bk-sops leaves out those that it cannot write.</summary>
    private const int MostOutputBytes = 1 << 20;

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null for a task without one.</summary>
    public static TaskCallback? Of(TaskRow task) =>
        task.CallbackUrl is { } url ? new TaskCallback(url, task.CallbackVersion ?? "") : null;

    public string Host { get; } = new Uri(Url).Authority;

    public string ContentType => Version == Second ? "application/json" : "application/x-www-form-urlencoded";

    public static bool Tells(string kind) =>
        kind is EventKind.TaskFinished or EventKind.TaskRevoked or EventKind.NodeFailed;

    public string Body(long taskId, string kind, Run run)
    {
        var success = kind == EventKind.TaskFinished;
        return Version == Second
            ? Json(taskId, success, run)
            : string.Create(CultureInfo.InvariantCulture, $"task_id={taskId}&task_success={success}");
    }

    private string Json(long taskId, bool success, Run run)
    {
        var outputs = success ? run.Node(0)!.Outputs : null;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("task_id", taskId);
            json.WriteString("callback_version", Version);
            json.WriteBoolean("task_success", success);
            if ((outputs?.Bytes ?? 0) <= MostOutputBytes)
            {
                json.WriteStartArray("task_outputs");
                foreach (var (key, value) in outputs ?? Sops.Engine.ValueMap.Empty)
                {
                    json.WriteStartObject();
                    json.WriteString("key", key);
                    json.WritePropertyName("value");
                    value.WriteTo(json);
                    json.WriteString("name", run.Tree.Root.Constants.TryGetValue(key, out var known) ? known.Name : "");
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
