using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Methods of list. A list changes only for the rest of its own expression, never in the variable.</summary>
internal static class ListMethods
{
    public static readonly Methods<ListValue> Table = new()
    {
        ["append"] = (self, a) =>
        {
            a.Context.Grow(self.Items.Count);
            self.Items.Add(a.Refuse(1).Get(0));
            return NoneValue.Instance;
        },
        ["extend"] = (self, a) =>
        {
            var more = Iteration.Collect(a.Refuse(1).Get(0), a.Context);
            a.Context.SpendItems((long)self.Items.Count + more.Count);
            self.Items.AddRange(more);
            return NoneValue.Instance;
        },
        ["insert"] = (self, a) =>
        {
            a.Context.SpendItems(self.Items.Count + 1L);
            var at = a.Refuse(2).Int(0);
            self.Items.Insert(Math.Clamp(at < 0 ? at + self.Items.Count : at, 0, self.Items.Count), a.Get(1));
            return NoneValue.Instance;
        },
        ["remove"] = (self, a) =>
        {
            var at = self.Items.FindIndex(item => SequenceMethods.AreEqual(item, a.Refuse(1).Get(0), a));
            if (at < 0)
                throw new ExpressionError("list.remove(x): x not in list");
            self.Items.RemoveAt(at);
            return NoneValue.Instance;
        },
        ["pop"] = (self, a) =>
        {
            var at = a.Refuse(1).Int(0, null, -1);
            at = at < 0 ? at + self.Items.Count : at;
            if (at < 0 || at >= self.Items.Count)
                throw new ExpressionError("pop index out of range");
            var item = self.Items[at];
            a.Context.Spend(self.Items.Count - at);
            self.Items.RemoveAt(at);
            return item;
        },
        ["clear"] = (self, a) =>
        {
            a.Refuse(0);
            self.Items.Clear();
            return NoneValue.Instance;
        },
        ["copy"] = (self, a) => new ListValue(Iteration.Collect(self, a.Refuse(0).Context)),
        ["reverse"] = (self, a) =>
        {
            a.Refuse(0).Context.Spend(self.Items.Count);
            self.Items.Reverse();
            return NoneValue.Instance;
        },
        ["sort"] = (self, a) =>
        {
            var sorted = Sorting.Sort(self, a.Refuse(0, "key", "reverse"));
            self.Items.Clear();
            self.Items.AddRange(sorted);
            return NoneValue.Instance;
        },
    };
}
