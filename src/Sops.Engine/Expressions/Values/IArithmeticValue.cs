namespace Sops.Engine.Expressions.Values;

/// <summary>A value with operators of its own, such as a duration.</summary>
internal interface IArithmeticValue
{
    /// <summary>Null where the operator has no meaning between the two.</summary>
    /// <param name="other">None for an operator with one operand.</param>
    /// <param name="isRight">This value stands to the right of the operator.</param>
    Value? Apply(string op, Value other, bool isRight);
}
