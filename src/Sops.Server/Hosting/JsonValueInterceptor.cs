using System.Collections;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.V1;

namespace Sops.Server.Hosting;

/// <summary>
/// Refuses a JsonValue that is not JSON, so that whoever reads one later, or writes it raw into an answer, can trust it.
/// </summary>
public sealed class JsonValueInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        // REST bodies were parsed on their way in.
        if (request is IMessage message && !IsTranscoded(context))
            Check(message);
        return continuation(request, context);
    }

    static bool IsTranscoded(ServerCallContext context) =>
        context.GetHttpContext().Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true;

    static void Check(IMessage message)
    {
        List<FieldViolation> bad = [];
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            switch (field.Accessor.GetValue(message))
            {
                case JsonValue value when !IsJson(value.Json):
                    bad.Add(new(field.Name, "is not JSON"));
                    break;
                case IDictionary map:
                    foreach (DictionaryEntry entry in map)
                    {
                        if (entry.Value is JsonValue value && !IsJson(value.Json))
                            bad.Add(new($"{field.Name}.{entry.Key}", "is not JSON"));
                    }
                    break;
            }
        }
        if (bad.Count > 0)
            throw SopsException.Invalid(FailureReasons.RequestInvalid, "a JsonValue does not hold JSON", bad);
    }

    static bool IsJson(string text) => text.Length == 0 || JsonText.IsSound(Encoding.UTF8.GetBytes(text));
}
