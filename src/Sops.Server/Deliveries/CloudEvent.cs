using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Runtime;

namespace Sops.Server.Deliveries;

/// <summary>An event as webhooks get it: CloudEvents 1.0 in its JSON form. Values of constants and outputs stay out.</summary>
internal sealed record CloudEvent(string Id, string Source, string Kind, DateTimeOffset At)
{
    public const string ContentType = "application/cloudevents+json";

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Of(TaskFacts task, long revision, Run run, int node) =>
        Written(
            $"tasks/{task.Id.ToString(CultureInfo.InvariantCulture)}",
            json =>
            {
                json.WriteNumber("bk_biz_id", task.BusinessId);
                json.WriteNumber("task_id", task.Id);
                json.WriteString("task_name", task.Name);
                if (task.TemplateId is { } template)
                {
                    json.WriteNumber("template_id", template);
                }
                json.WriteString("state", NodeRun.Wire(run.ShownState(0)));
                json.WriteNumber("revision", revision);
                json.WriteString("creator", task.Creator);
                json.WriteString("executor", run.Operator);
                if (node != 0)
                {
                    Write(json, run, node);
                }
            }
        );

    public string OfTest(long businessId, long webhookId) =>
        Written(
            $"webhooks/{webhookId.ToString(CultureInfo.InvariantCulture)}",
            json =>
            {
                json.WriteNumber("bk_biz_id", businessId);
                json.WriteNumber("webhook_id", webhookId);
            }
        );

    private static void Write(Utf8JsonWriter json, Run run, int index)
    {
        var node = run.Tree[index];
        json.WriteStartObject("node");
        json.WriteString("id", run.Ids.Node(index));
        json.WriteString("name", node.Name);
        if (node is ServiceActivity activity)
        {
            json.WriteString("component_code", activity.Component.Code);
        }
        json.WriteEndObject();
    }

    private string Written(string subject, Action<Utf8JsonWriter> data)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", Id);
            json.WriteString("source", Source);
            json.WriteString("type", Kind);
            json.WriteString("subject", subject);
            json.WriteString(
                "time",
                At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            );
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
