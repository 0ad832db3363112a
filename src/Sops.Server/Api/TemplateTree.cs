using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sops.Server.Api;

/// <summary>A template's tree as get_template_info shows it: without the drawing, each constant with its form schema.</summary>
internal static class TemplateTree
{
    public static string WithoutDrawing(string tree)
    {
        using var document = JsonDocument.Parse(tree, new JsonDocumentOptions { MaxDepth = 512 });
        using var buffer = new MemoryStream(tree.Length);
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name is not ("line" or "location"))
                {
                    member.WriteTo(writer);
                }
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
