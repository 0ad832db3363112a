namespace Sops.Engine.Expressions.Values;

/// <summary>A value with an order among its own kind, such as a date.</summary>
internal interface IComparableValue
{
    /// <summary>Null where the other is of another kind.</summary>
    int? CompareTo(Value other);
}
