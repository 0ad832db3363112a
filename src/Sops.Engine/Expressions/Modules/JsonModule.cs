using System.Text.Json;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>json.loads and json.dumps.</summary>
internal static class JsonModule
{
    private const int MaxDepth = 200;

    public static readonly Dictionary<string, Func<Arguments, Value>> Functions = new()
    {
        ["loads"] = Load,
        ["dumps"] = a =>
            JsonText.Write(
                a.Refuse(1, "ensure_ascii", "indent", "sort_keys", "separators", "skipkeys", "default").Get(0, "obj"),
                a
            ),
    };

    private static Value Load(Arguments arguments)
    {
        var text = arguments.Refuse(1).Text(0);
        arguments.Context.SpendText(text.Length);
        arguments.Context.Spend(text.Length);
        try
        {
            var element = JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return ValueReader.Read(element, arguments.Context);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new ExpressionError("the text is not JSON");
        }
    }
}
