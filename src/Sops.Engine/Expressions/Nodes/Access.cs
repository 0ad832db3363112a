using Sops.Engine.Expressions.Builtins;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>value.name</summary>
internal sealed class AttributeAccess(Expression target, string name) : Expression
{
    protected override IEnumerable<Expression> Parts => [target];

    public override Value Evaluate(Scope scope)
    {
        scope.Context.Spend(1);
        var value = target.Evaluate(scope);
        return Attributes.Find(value, name)
            ?? throw new ExpressionError($"'{value.TypeName}' object has no attribute '{name}'");
    }
}

/// <summary>value[index]</summary>
internal sealed class IndexAccess(Expression target, Expression index) : Expression
{
    protected override IEnumerable<Expression> Parts => [target, index];

    public override Value Evaluate(Scope scope)
    {
        scope.Context.Spend(1);
        return Subscripts.Get(target.Evaluate(scope), index.Evaluate(scope), scope.Context);
    }
}

/// <summary>start:stop:step between brackets.</summary>
internal sealed class SliceDisplay(Expression? start, Expression? stop, Expression? step) : Expression
{
    protected override IEnumerable<Expression> Parts => new[] { start, stop, step }.OfType<Expression>();

    public override Value Evaluate(Scope scope) =>
        new SliceValue(Evaluate(start, scope), Evaluate(stop, scope), Evaluate(step, scope));

    private static Value Evaluate(Expression? bound, Scope scope) => bound?.Evaluate(scope) ?? NoneValue.Instance;
}

/// <summary>function(arguments, name=argument)</summary>
internal sealed class Call(
    Expression function,
    IReadOnlyList<Expression> arguments,
    IReadOnlyList<(string Name, Expression Value)> named
) : Expression
{
    protected override IEnumerable<Expression> Parts =>
        arguments.Concat(named.Select(argument => argument.Value)).Prepend(function);

    public override Value Evaluate(Scope scope)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        scope.Context.Spend(1);
        if (function.Evaluate(scope) is not FunctionValue callable)
            throw new ExpressionError("the value is not callable");
        var values = Starred.EvaluateAll(arguments, scope);
        var byName = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, value) in named)
            if (!byName.TryAdd(name, value.Evaluate(scope)))
                throw new ExpressionError($"keyword argument repeated: {name}");
        return callable.Call(new Arguments(scope.Context, values, byName));
    }
}

/// <summary>lambda names: body</summary>
internal sealed class Lambda(IReadOnlyList<(string Name, Expression? Default)> parameters, Expression body) : Expression
{
    public override Value Evaluate(Scope scope)
    {
        var defaults = parameters.Select(parameter => parameter.Default?.Evaluate(scope)).ToList();
        return new FunctionValue("lambda", arguments => Run(arguments, scope, defaults));
    }

    public override void CollectNames(ISet<string> names)
    {
        var inner = new HashSet<string>(StringComparer.Ordinal);
        body.CollectNames(inner);
        inner.ExceptWith(parameters.Select(parameter => parameter.Name));
        foreach (var parameter in parameters)
            parameter.Default?.CollectNames(inner);
        names.UnionWith(inner);
    }

    private Value Run(Arguments arguments, Scope outer, List<Value?> defaults)
    {
        arguments.Refuse(parameters.Count, [.. parameters.Select(parameter => parameter.Name)]);
        var scope = new Scope(outer);
        for (var i = 0; i < parameters.Count; i++)
        {
            var value = arguments.Find(i, parameters[i].Name) ?? defaults[i];
            scope.Bind(
                parameters[i].Name,
                value ?? throw new ExpressionError($"missing argument: '{parameters[i].Name}'")
            );
        }
        outer.Context.Enter();
        try
        {
            return body.Evaluate(scope);
        }
        finally
        {
            outer.Context.Leave();
        }
    }
}
