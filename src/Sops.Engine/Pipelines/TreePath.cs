using System.Text;

namespace Sops.Engine.Pipelines;

/// <summary>A place in the document; spelt out only when something is reported there.</summary>
internal sealed class TreePath
{
    public static readonly TreePath Root = new(null, "");

    private readonly TreePath? parent;
    private readonly string name;

    private TreePath(TreePath? parent, string name) => (this.parent, this.name) = (parent, name);

    public TreePath this[string child] => new(this, child);

    public override string ToString()
    {
        var names = new Stack<string>();
        for (var at = this; at.parent is not null; at = at.parent)
            names.Push(at.name);
        return new StringBuilder().AppendJoin('.', names).ToString();
    }
}
