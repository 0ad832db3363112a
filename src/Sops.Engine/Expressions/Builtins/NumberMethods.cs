using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Methods of int and float.</summary>
internal static class NumberMethods
{
    public static readonly Methods<FloatValue> Floats = new()
    {
        ["is_integer"] = (self, a) =>
        {
            a.Refuse(0);
            return BoolValue.Of(double.IsFinite(self.Number) && self.Number == Math.Floor(self.Number));
        },
    };

    public static readonly Methods<IntValue> Integers = new()
    {
        ["bit_length"] = (self, a) =>
        {
            a.Refuse(0);
            return new IntValue((long)BigInteger.Abs(self.Number).GetBitLength());
        },
    };
}
