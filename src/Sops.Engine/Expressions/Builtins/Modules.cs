using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>The modules that expressions may use, each with the part of it that is safe.</summary>
internal static class Modules
{
    public static IEnumerable<KeyValuePair<string, ModuleValue>> All => [];
}
