namespace Sops.Engine.Runs;

/// <summary>How tokens come up, move, wait and end.</summary>
public sealed partial class Run
{
    private void ApplyToToken(HistoryEvent e)
    {
        switch (e)
        {
            case TokensForked forked:
                var parent = Known(forked.Parent);
                _tokens[parent.Id] = parent with { Node = forked.Join, Pending = forked.Children.Count };
                for (var i = 0; i < forked.Children.Count; i++)
                {
                    var id = forked.First + i;
                    _tokens[id] = new Token
                    {
                        Id = id,
                        Parent = parent.Id,
                        Node = forked.Children[i],
                        Join = forked.Join,
                    };
                }
                _nextToken = forked.First + forked.Children.Count;
                break;
            case TokenJoined joined:
                var waiting = Known(Known(joined.Token).Parent);
                End(joined.Token);
                _tokens[waiting.Id] = waiting with { Pending = waiting.Pending - 1 };
                break;
            case TokenHeld held:
                _tokens[held.Token] = Known(held.Token) with { Node = held.Node, HeldBy = held.By };
                if (Node(held.Node) is { EnterAt: not null } deferred)
                {
                    Put(deferred with { EnterAt = null });
                }
                break;
            case TokenReleased released:
                _tokens[released.Token] = Known(released.Token) with { HeldBy = null };
                break;
            case TokenEnded gone:
                End(gone.Token);
                break;
            default:
                throw new InvalidOperationException($"Unknown event {e.GetType().Name}");
        }
    }

    private void End(int token)
    {
        if (_origin is null)
        {
            _tokens.Remove(token);
        }
        else
        {
            _tokens[token] = null;
        }
    }

    private Token Known(int id) => Token(id) ?? throw new InvalidOperationException($"No token {id} in this run");
}
