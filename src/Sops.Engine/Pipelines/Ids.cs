namespace Sops.Engine.Pipelines;

/// <summary>What an id of a node or flow may look like.</summary>
internal static class Ids
{
    public static void Check(TreeReader tree, string id, TreePath path)
    {
        if (id.Length == 0 || !id.All(c => char.IsLetterOrDigit(c) || c == '_'))
            tree.Findings.Problem(
                "ID_INVALID",
                id,
                path,
                $"\"{id}\" is no id: an id has letters, digits and underscores only."
            );
        if (id.Length > tree.Limits.Id)
            tree.Findings.Problem(
                "ID_TOO_LONG",
                id,
                path,
                $"The id has {id.Length} characters; the limit Id is {tree.Limits.Id}."
            );
    }
}
