using System.Text.Json.Nodes;

namespace Sops.Engine.Pipelines;

/// <summary>Makes plain texts of custom constants, for callers that fill them in without their forms.</summary>
public static class PlainConstants
{
    /// <param name="json">The text of a tree that was parsed without problems.</param>
    /// <param name="keys">"${k}"; keys that the outermost pipeline does not have, or has no custom constant under, stay as they are.</param>
    public static string Simplify(string json, IEnumerable<string> keys)
    {
        var root = TreeEdit.Read(json);
        var constants = root["constants"]!.AsObject();
        var changed = false;
        foreach (var key in keys)
            if (constants[key] is JsonObject constant && IsCustom(constant))
            {
                Simplify(constant);
                changed = true;
            }
        return changed ? TreeEdit.Write(root) : json;
    }

    private static bool IsCustom(JsonObject constant) =>
        constant["source_type"] is not JsonValue type
        || !type.TryGetValue<string>(out var word)
        || word is "" or "custom";

    private static void Simplify(JsonObject constant)
    {
        // A selector's description is no text; what it would choose by itself is.
        constant["value"] = TreeEdit.Copy(Values.OfConstant(TreeEdit.Element(constant)));
        constant["custom_type"] = "textarea";
        constant["source_tag"] = "textarea.textarea";
        constant["is_meta"] = false;
        constant.Remove("meta");
        constant["form_schema"] = new JsonObject
        {
            ["type"] = "textarea",
            ["attrs"] = new JsonObject { ["name"] = "文本框", ["hookable"] = true },
        };
    }
}
