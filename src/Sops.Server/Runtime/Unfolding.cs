using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Puts the trees of the templates that sub-processes name into them, so that what runs is whole and later changes of those
/// templates don't reach it. A tree that names none comes back as it is, to the letter.
/// </summary>
public sealed class Unfolding(TemplateStore templates, SnapshotStore snapshots, IOptions<RuntimeOptions> options)
{
    private const int MaxDepth = 1000;
    private const int MostProblems = 100;

    /// <param name="businessId">Whose templates the sub-processes name; 0 where the tree is a common template's.</param>
    /// <param name="self">The template that the tree is of; coming back to it is a cycle.</param>
    /// <exception cref="SopsException">A template is missing, or they go round in a circle, or the whole is too large.</exception>
    public async Task<string> UnfoldAsync(string text, long businessId, long? self, CancellationToken cancellation)
    {
        if (!text.Contains("SubProcess", StringComparison.Ordinal))
        {
            return text;
        }
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            // The parser says what is wrong with it.
            return text;
        }
        using (document)
        {
            var work = new Work(this, options.Value.Pipelines.TreeBytes, cancellation);
            await work.WriteLevelAsync(document.RootElement, "", new Place(businessId, self is { } id ? [id] : []));
            return work.Result(text);
        }
    }

    /// <summary>One tree under way.</summary>
    private sealed class Work(Unfolding unfolding, long maxBytes, CancellationToken cancellation)
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private readonly List<FieldViolation> _problems = [];
        private Utf8JsonWriter? _json;
        private bool _changed;

        private Utf8JsonWriter Json =>
            _json ??= new Utf8JsonWriter(
                _buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth }
            );

        public string Result(string unchanged)
        {
            if (_problems.Count > 0)
            {
                throw SopsException.InvalidTree(_problems);
            }
            Json.Flush();
            return _changed ? Encoding.UTF8.GetString(_buffer.WrittenSpan) : unchanged;
        }

        public async Task WriteLevelAsync(JsonElement level, string path, Place place)
        {
            if (
                level.ValueKind != JsonValueKind.Object
                || !level.TryGetProperty("activities", out var activities)
                || activities.ValueKind != JsonValueKind.Object
            )
            {
                Raw(level);
                return;
            }
            Json.WriteStartObject();
            foreach (var member in level.EnumerateObject())
            {
                Json.WritePropertyName(member.Name);
                if (member.Name != "activities" || member.Value.ValueKind != JsonValueKind.Object)
                {
                    Raw(member.Value);
                    continue;
                }
                Json.WriteStartObject();
                foreach (var activity in member.Value.EnumerateObject())
                {
                    Json.WritePropertyName(activity.Name);
                    await WriteActivityAsync(activity.Value, $"{path}activities.{activity.Name}", place);
                }
                Json.WriteEndObject();
            }
            Json.WriteEndObject();
        }

        private async Task WriteActivityAsync(JsonElement activity, string path, Place place)
        {
            if (activity.ValueKind != JsonValueKind.Object || Text(activity, "type") != "SubProcess")
            {
                Raw(activity);
                return;
            }
            var inline =
                activity.TryGetProperty("pipeline", out var pipeline) && pipeline.ValueKind != JsonValueKind.Null;
            var found = inline ? null : await FindAsync(activity, path, place);
            if (!inline && found is null)
            {
                Raw(activity);
                return;
            }
            Json.WriteStartObject();
            foreach (var member in activity.EnumerateObject().Where(m => m.Name != "pipeline"))
            {
                Json.WritePropertyName(member.Name);
                Raw(member.Value);
            }
            Json.WritePropertyName("pipeline");
            if (found is null)
            {
                await WriteLevelAsync(pipeline, $"{path}.pipeline.", place);
            }
            else
            {
                _changed = true;
                using var child = JsonDocument.Parse(found.Text, new JsonDocumentOptions { MaxDepth = MaxDepth });
                await WriteLevelAsync(child.RootElement, $"{path}.pipeline.", found.Place);
                Json.WriteString(
                    "original_template_id",
                    found.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)
                );
                Json.WriteString("original_template_version", found.Version);
            }
            Json.WriteEndObject();
        }

        private async Task<Found?> FindAsync(JsonElement activity, string path, Place place)
        {
            if (!long.TryParse(Text(activity, "template_id"), out var id))
            {
                return Problem(
                    path,
                    "template_id",
                    "names no template, and the sub-process holds no pipeline of its own"
                );
            }
            if (place.Within.Contains(id))
            {
                return Problem(path, "template_id", $"template {id} contains itself");
            }
            if (place.Within.Count > unfolding.Nesting || _buffer.WrittenCount + Json.BytesPending > maxBytes)
            {
                return Problem(
                    path,
                    "template_id",
                    "the sub-processes nest too deep, or the whole tree grows too large"
                );
            }
            var given = Text(activity, "template_source");
            var source = given is "" ? place.Source : Templates.Source(given);
            if (source != TemplateSource.Common && place.BusinessId == 0)
            {
                return Problem(path, "template_source", "must be common, as the template that the sub-process is in");
            }
            if (await unfolding.TemplateAsync(place.BusinessId, source, id, cancellation) is not { } template)
            {
                return Problem(path, "template_id", $"template {id} does not exist");
            }
            var latest =
                activity.TryGetProperty("always_use_latest", out var always) && always.ValueKind == JsonValueKind.True;
            var wanted = latest ? "" : Text(activity, "version");
            var digest =
                wanted is "" || wanted == template.TreeVersion
                    ? template.SnapshotDigest
                    : await unfolding.VersionAsync(id, wanted, cancellation);
            return digest is null
                ? Problem(path, "version", $"template {id} has no version {wanted}")
                : new Found(
                    id,
                    digest[..32],
                    await unfolding.TextAsync(digest, cancellation),
                    new Place(template.BusinessId, [.. place.Within, id])
                );
        }

        private Found? Problem(string path, string field, string what)
        {
            if (_problems.Count >= MostProblems)
            {
                return null;
            }
            _problems.Add(new FieldViolation($"{path}.{field}", what));
            return null;
        }

        private void Raw(JsonElement value) =>
            Json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

        /// <summary>A text or a number, as text; "" for anything else.</summary>
        private static string Text(JsonElement activity, string name) =>
            !activity.TryGetProperty(name, out var value) ? ""
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
            : "";
    }

    private int Nesting => options.Value.Pipelines.Nesting;

    private Task<TemplateRow?> TemplateAsync(long businessId, string source, long id, CancellationToken cancellation) =>
        templates.FindAsync(businessId, source, id, cancellation);

    private Task<string?> VersionAsync(long id, string version, CancellationToken cancellation) =>
        templates.FindVersionAsync(id, version, cancellation);

    private async Task<string> TextAsync(string digest, CancellationToken cancellation) =>
        await snapshots.FindAsync(digest, cancellation)
        ?? throw new InvalidOperationException($"Snapshot {digest} is missing");

    private sealed record Found(long Id, string Version, string Text, Place Place);

    /// <summary>Where a tree stands: whose it is, 0 for everybody's, and which templates it is inside of.</summary>
    private sealed record Place(long BusinessId, IReadOnlyList<long> Within)
    {
        /// <summary>What a sub-process means that does not say it.</summary>
        public string Source => BusinessId == 0 ? TemplateSource.Common : TemplateSource.Project;
    }
}
