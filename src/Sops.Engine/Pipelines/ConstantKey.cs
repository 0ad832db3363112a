namespace Sops.Engine.Pipelines;

/// <summary>What the key of a constant may look like: "${name}", without the names that the engine keeps for itself.</summary>
internal static class ConstantKey
{
    public static bool Check(TreeReader tree, string key, TreePath path)
    {
        if (IsValid(key))
            return true;
        tree.Findings.Problem(
            "CONSTANT_KEY_INVALID",
            key,
            path,
            $"\"{key}\" is no key of a constant: it must be ${{name}}, the name of letters, digits and underscores, not beginning with _env_."
        );
        return false;
    }

    public static bool IsValid(string key) =>
        key.StartsWith("${", StringComparison.Ordinal)
        && key.EndsWith('}')
        && key.Length > 3
        && key.AsSpan(2, key.Length - 3) is var name
        && !name.StartsWith("_env_")
        && !name.ContainsAnyExcept(NameChars);

    public static readonly System.Buffers.SearchValues<char> NameChars = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
    );
}
