using System.Collections;

namespace Sops.Engine.Runs;

/// <summary>
/// The nodes of a run by index. In small pages, made when they are needed: one large array would outlive its run in the
/// collector's oldest generation, and keep every node in it alive as long.
/// </summary>
internal sealed class NodeTable(int count) : IEnumerable<NodeRun>
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;
    private readonly NodeRun?[]?[] _pages = new NodeRun?[]?[(count >> PageBits) + 1];

    public NodeRun? this[int index]
    {
        get => _pages[index >> PageBits]?[index & (PageSize - 1)];
        set => (_pages[index >> PageBits] ??= new NodeRun?[PageSize])[index & (PageSize - 1)] = value;
    }

    public IEnumerator<NodeRun> GetEnumerator()
    {
        foreach (var page in _pages)
        {
            foreach (var node in page ?? [])
            {
                if (node is not null)
                {
                    yield return node;
                }
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
