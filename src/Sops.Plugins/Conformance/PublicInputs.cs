using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>What every test component puts out first: its inputs, but for those the engine adds (their names start with _).</summary>
internal static class PublicInputs
{
    public static Dictionary<string, JsonElement> CopyPublicInputs(this PluginContext context)
    {
        var outputs = new Dictionary<string, JsonElement>();
        if (context.Inputs.ValueKind != JsonValueKind.Object)
        {
            return outputs;
        }
        foreach (var input in context.Inputs.EnumerateObject())
        {
            if (!input.Name.StartsWith('_'))
            {
                outputs[input.Name] = input.Value;
            }
        }
        return outputs;
    }
}
