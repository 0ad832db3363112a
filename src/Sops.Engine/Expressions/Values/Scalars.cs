using System.Globalization;
using System.Numerics;

namespace Sops.Engine.Expressions.Values;

internal sealed class NoneValue : Value
{
    public static readonly NoneValue Instance = new();

    public override string TypeName => "NoneType";
    public override bool IsTrue => false;

    public override void WriteRepr(BoundedText text) => text.Write("None");
}

internal sealed class BoolValue : Value
{
    public static readonly BoolValue True = new();
    public static readonly BoolValue False = new();

    public static BoolValue Of(bool value) => value ? True : False;

    public override string TypeName => "bool";
    public override bool IsTrue => ReferenceEquals(this, True);

    public override void WriteRepr(BoundedText text) => text.Write(IsTrue ? "True" : "False");
}

internal sealed class IntValue(BigInteger number) : Value
{
    private static readonly BigInteger Unshown = BigInteger.Pow(10, 4300);

    public BigInteger Number => number;

    public override string TypeName => "int";
    public override bool IsTrue => !number.IsZero;

    public override void WriteRepr(BoundedText text)
    {
        // 4,300 digits is Python's own limit; it also keeps the quadratic conversion cheap.
        if (number.GetBitLength() > 14_280 && BigInteger.Abs(number) >= Unshown)
            throw new ExpressionError("an integer of more than 4300 digits cannot be shown");
        text.Context.Spend((long)number.GetBitLength() / 8);
        text.Write(number.ToString(CultureInfo.InvariantCulture));
    }
}

internal sealed class FloatValue(double number) : Value
{
    public double Number => number;

    public override string TypeName => "float";
    public override bool IsTrue => number != 0;

    public override void WriteRepr(BoundedText text)
    {
        text.Context.Spend(20);
        text.Write(FloatText.Of(number));
    }
}

internal sealed class TextValue(string text) : Value
{
    public static readonly TextValue Empty = new("");

    public string Text => text;

    public override string TypeName => "str";
    public override bool IsTrue => text.Length > 0;

    public override void WriteText(BoundedText writer) => writer.Write(text);

    public override void WriteRepr(BoundedText writer) => QuotedText.Write(text, writer);
}

internal sealed class BytesValue(byte[] bytes) : Value
{
    public byte[] Bytes => bytes;

    public override string TypeName => "bytes";
    public override bool IsTrue => bytes.Length > 0;

    public override void WriteRepr(BoundedText text) => QuotedText.Write(bytes, text);
}
