using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Sops.Server.Hosting;
using Sops.V1;
using Type = System.Type;

namespace Sops.Server.Rest;

/// <summary>
/// Makes transcoding's JSON take what FieldKind allows and carry a JsonValue as plain JSON. Its serializer options are
/// internal, so this looks them up by name and stops the process at start where they are gone.
/// </summary>
static class LenientJson
{
    public static void Apply(GrpcJsonTranscodingOptions options)
    {
        Patch(Options(options, "UnarySerializerOptions"), new JsonValueConverter(oneLine: false));
        Patch(Options(options, "ServerStreamingSerializerOptions"), new JsonValueConverter(oneLine: true));
    }

    static JsonSerializerOptions Options(GrpcJsonTranscodingOptions options, string name) =>
        typeof(GrpcJsonTranscodingOptions)
            .GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)
            ?.GetValue(options) as JsonSerializerOptions
        ?? throw new InvalidOperationException(
            $"GrpcJsonTranscodingOptions.{name} is gone: this version of JSON transcoding does not fit"
        );

    static void Patch(JsonSerializerOptions options, JsonValueConverter jsonValue)
    {
        options.NumberHandling |= JsonNumberHandling.AllowReadingFromString;
        // Answers hold trees as deep as a request may be, some levels further in.
        options.MaxDepth = 2 * Limits.JsonDepth;
        options.Converters.Insert(0, new LenientStringConverter());
        options.Converters.Insert(0, new LenientBooleanConverter());
        options.TypeInfoResolver = new Resolver(options.TypeInfoResolver!, jsonValue);
    }

    sealed class Resolver(IJsonTypeInfoResolver inner, JsonValueConverter jsonValue) : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            if (type == typeof(JsonValue))
                return JsonMetadataServices.CreateValueInfo<JsonValue>(options, jsonValue);
            if (type == typeof(FieldMask))
                return JsonMetadataServices.CreateValueInfo<FieldMask>(options, new FieldMaskConverter());
            var info = inner.GetTypeInfo(type, options);
            if (info is { Kind: JsonTypeInfoKind.Object } && typeof(IMessage).IsAssignableFrom(type))
            {
                foreach (var property in info.Properties)
                    TakeNull(property);
            }
            return info;
        }

        /// <summary>Null means "not given", also for lists, maps and JsonValues, which transcoding would refuse or keep.</summary>
        static void TakeNull(JsonPropertyInfo property)
        {
            if (property.PropertyType != typeof(JsonValue) && !IsCollection(property.PropertyType))
                return;
            var set = property.Set;
            property.Set = (target, value) =>
            {
                if (value is not (null or JsonValue { Json: "null" }))
                    set?.Invoke(target, value);
            };
        }

        static bool IsCollection(Type type) =>
            type.IsGenericType
            && (type.GetGenericTypeDefinition() is var open)
            && (open == typeof(MapField<,>) || open == typeof(RepeatedField<>));
    }
}
