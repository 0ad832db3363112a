using System.Text;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Access;

/// <summary>A request of any method of the contract, put together from what its fields are called.</summary>
internal sealed class AnyCall
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);
    private readonly MethodDescriptor _method;
    private readonly JsonObject _fields = [];

    public AnyCall(MethodDescriptor method, long business, (long Template, long Task, string Node) ids)
    {
        _method = method;
        foreach (var field in method.InputType.Fields.InDeclarationOrder())
        {
            if (Value(field.Name, business, ids) is { } value)
            {
                _fields[field.Name] = value;
            }
        }
    }

    /// <summary>It names something that must exist.</summary>
    public bool NamesIds =>
        _fields.Any(f => f.Key is "task_id" or "clocked_task_id" or "template_id" or "task_id_list");

    /// <summary>The methods and paths of REST, each with its body.</summary>
    public IEnumerable<(HttpMethod Method, string Path, string? Body)> Rest()
    {
        var rule = _method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        foreach (var one in (IEnumerable<HttpRule>)[rule, .. rule.AdditionalBindings])
        {
            var get = one.Get.Length > 0;
            var path = get ? one.Get : one.Post;
            foreach (var (name, value) in _fields)
            {
                path = path.Replace($"{{{name}}}", value!.ToString(), StringComparison.Ordinal);
            }
            yield return get
                ? (HttpMethod.Get, $"{path}/?{Query()}", null)
                : (HttpMethod.Post, $"{path}/", _fields.ToJsonString());
        }
    }

    /// <exception cref="RpcException"/>
    public async Task<IMessage> GrpcAsync(CallInvoker invoker)
    {
        var type = _method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<byte[], byte[]>(type, _method.Service.FullName, _method.Name, Bytes, Bytes);
        var options = new CallOptions(deadline: DateTime.UtcNow + App.SopsClient.Patience);
        if (type == MethodType.Unary)
        {
            return Answer(await invoker.AsyncUnaryCall(method, null, options, Message().ToByteArray()));
        }
        using var stream = invoker.AsyncServerStreamingCall(method, null, options, Message().ToByteArray());
        await stream.ResponseStream.MoveNext(default);
        return Answer(stream.ResponseStream.Current);
    }

    private IMessage Answer(byte[] bytes) => _method.OutputType.Parser.ParseFrom(bytes);

    private IMessage Message()
    {
        var message = _method.InputType.Parser.ParseFrom(ReadOnlySpan<byte>.Empty.ToArray());
        foreach (var (name, value) in _fields)
        {
            var field = _method.InputType.FindFieldByName(name);
            if (field.IsRepeated)
            {
                ((Google.Protobuf.Collections.RepeatedField<long>)field.Accessor.GetValue(message)).Add(
                    value!.AsArray().Select(v => v!.GetValue<long>())
                );
            }
            else
            {
                field.Accessor.SetValue(
                    message,
                    field.FieldType switch
                    {
                        FieldType.Int64 => value!.GetValue<long>(),
                        FieldType.String => value!.ToString(),
                        FieldType.Message when field.MessageType != Sops.V1.JsonValue.Descriptor =>
                            JsonParser.Default.Parse(value!.ToJsonString(), field.MessageType),
                        _ => new Sops.V1.JsonValue { Json = value!.ToJsonString() },
                    }
                );
            }
        }
        return message;
    }

    private string Query()
    {
        var query = new StringBuilder();
        foreach (var (name, value) in _fields)
        {
            query.Append(name).Append('=').Append(Uri.EscapeDataString(value!.ToString())).Append('&');
        }
        return query.ToString();
    }

    private JsonNode? Value(string field, long business, (long Template, long Task, string Node) ids) =>
        field switch
        {
            "bk_biz_id" or "space_id" => business,
            "template_id" => ids.Template,
            "task_id" => ids.Task,
            "task_id_list" => new JsonArray(ids.Task),
            "node_id" => ids.Node,
            "webhook_id" or "delivery_id" => 1L,
            "clocked_task_id" => ids.Task,
            "name" or "task_name" => "any",
            "plan_start_time" => "2999-01-01 00:00:00 +0000",
            "cron" => new JsonObject { ["minute"] = "5" },
            "creator" => "ann",
            "action" or "operation" => _method.Name.Contains("Node", StringComparison.Ordinal)
                ? "forced_fail"
                : "start",
            "pipeline_tree" => JsonNode.Parse(Tree(Echo("a"))),
            "url" => "https://receiver.invalid/",
            "callback_data" => new JsonObject(),
            _ => null,
        };
}
