using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Methods of dict.</summary>
internal static class DictMethods
{
    public static readonly Methods<DictValue> Table = new()
    {
        ["get"] = (self, a) =>
            self.Entries.TryGetValue(a.Refuse(2).Get(0), out var value) ? value : a.Find(1) ?? NoneValue.Instance,
        ["keys"] = (self, a) => View("dict_keys", self, a, entry => entry.Key),
        ["values"] = (self, a) => View("dict_values", self, a, entry => entry.Value),
        ["items"] = (self, a) => View("dict_items", self, a, entry => new TupleValue([entry.Key, entry.Value])),
        ["copy"] = (self, a) => Copy(self, a.Refuse(0)),
        ["pop"] = (self, a) =>
        {
            if (!self.Entries.TryGetValue(a.Refuse(2).Get(0), out var value))
                return a.Find(1) ?? throw new ExpressionError("the dict has no such key");
            a.Context.Spend(self.Entries.Count);
            self.Entries.Remove(a.Get(0));
            return value;
        },
        ["setdefault"] = (self, a) =>
        {
            if (self.Entries.TryGetValue(a.Refuse(2).Get(0), out var value))
                return value;
            a.Context.Grow(self.Entries.Count);
            return self.Entries[a.Get(0)] = a.Find(1) ?? NoneValue.Instance;
        },
        ["update"] = (self, a) =>
        {
            Fill(self, a);
            return NoneValue.Instance;
        },
        ["clear"] = (self, a) =>
        {
            a.Refuse(0);
            self.Entries.Clear();
            return NoneValue.Instance;
        },
    };

    /// <summary>dict(…): from another dict or from pairs, then from names.</summary>
    public static DictValue Create(Arguments arguments)
    {
        var dict = new DictValue(arguments.Context);
        Fill(dict, arguments);
        return dict;
    }

    public static DictValue FromKeys(Arguments arguments)
    {
        var dict = new DictValue(arguments.Context);
        foreach (var key in Iteration.Over(arguments.Refuse(2).Get(0), arguments.Context))
        {
            arguments.Context.Grow(dict.Entries.Count);
            dict.Entries[key] = arguments.Find(1) ?? NoneValue.Instance;
        }
        return dict;
    }

    private static void Fill(DictValue dict, Arguments arguments)
    {
        var source = arguments.Find(0);
        if (arguments.Values.Count > 1)
            throw new ExpressionError("dict expected at most 1 argument");
        if (source is DictValue other)
            foreach (var (key, value) in other.Entries.ToList())
                Set(dict, key, value, arguments);
        else if (source is not null)
            foreach (var pair in Iteration.Over(source, arguments.Context))
            {
                var items = Iteration.Over(pair, arguments.Context).Take(3).ToList();
                if (items.Count != 2)
                    throw new ExpressionError("a dict is made from pairs");
                Set(dict, items[0], items[1], arguments);
            }
        foreach (var (name, value) in arguments.Named)
            Set(dict, new TextValue(name), value, arguments);
    }

    private static void Set(DictValue dict, Value key, Value value, Arguments arguments)
    {
        arguments.Context.Grow(dict.Entries.Count);
        dict.Entries[key] = value;
    }

    private static DictValue Copy(DictValue self, Arguments arguments)
    {
        var copy = new DictValue(arguments.Context);
        foreach (var (key, value) in self.Entries)
            Set(copy, key, value, arguments);
        return copy;
    }

    private static ViewValue View(
        string name,
        DictValue self,
        Arguments arguments,
        Func<KeyValuePair<Value, Value>, Value> pick
    )
    {
        arguments.Refuse(0).Context.SpendItems(self.Entries.Count);
        return new ViewValue(name, [.. self.Entries.Select(pick)]);
    }
}
