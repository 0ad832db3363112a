namespace Sops.Engine.Tests.Properties;

/// <summary>A tree as it was thought up: what the document is written from, and what the reference interpreter runs.</summary>
/// <param name="Seed">Decides everything that happens while the plan is run.</param>
/// <param name="Noise">How many moves of operators, and of others who are not asked, come in between.</param>
internal sealed record Plan(Level Root, ulong Seed, int Noise);

/// <summary>One pipeline.</summary>
/// <param name="Id">Of the sub-process around it; "" for the root.</param>
internal sealed record Level(
    string Id,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<Binding> Constants,
    IReadOnlyList<string> Outputs
)
{
    public string Start => $"{Id}start";
    public string End => $"{Id}end";
}

/// <summary>A constant: an own value, or the output of a node.</summary>
/// <param name="Value">A number, or "${other}".</param>
/// <param name="Given">Of a constant that its level shows: what the sub-process around it puts in its place.</param>
internal sealed record Binding(
    string Name,
    object Value,
    (string Node, string Output)? From = null,
    object? Given = null
)
{
    public string Key => $"${{{Name}}}";
}

/// <summary>Something in a sequence.</summary>
internal abstract record Step(int Number, string Id);

/// <param name="Input">A number, or "${k}".</param>
internal sealed record ActivityStep(int Number, Traits Traits, object Input) : Step(Number, $"a{Number}");

internal sealed record SubprocessStep(int Number, Level Body) : Step(Number, $"s{Number}");

/// <summary>All branches at once, or, where they have conditions, those that hold.</summary>
internal sealed record ForkStep(int Number, bool Conditional, IReadOnlyList<Branch> Branches)
    : Step(Number, $"p{Number}")
{
    public string Join => $"{Id}end";
}

/// <param name="Joined">The branches have a converge gateway of their own; else they go straight to what follows.</param>
/// <param name="FirstWins">Of several that hold the first is taken.</param>
internal sealed record ChoiceStep(int Number, bool Joined, bool FirstWins, IReadOnlyList<Branch> Branches)
    : Step(Number, $"x{Number}")
{
    public string Join => $"{Id}end";
}

/// <summary>A converge gateway that nothing forks for.</summary>
internal sealed record ConvergeStep(int Number) : Step(Number, $"c{Number}");

/// <summary>Goes back to the first of these while the condition holds.</summary>
internal sealed record LoopStep(int Number, IReadOnlyList<Step> Steps, Test While) : Step(Number, $"g{Number}");

/// <param name="When">Null: the default.</param>
internal sealed record Branch(IReadOnlyList<Step> Steps, Test? When);

/// <param name="Operator">==, &lt; or &gt;=.</param>
internal sealed record Test(string Name, string Operator, int Number)
{
    public string Text => $"${{{Name}}} {Operator} {Number}";
}

/// <summary>How an activity takes failures, time and repetition.</summary>
internal sealed record Traits
{
    public bool ErrorIgnorable { get; init; }
    public bool Retryable { get; init; } = true;
    public bool Skippable { get; init; } = true;
    public int AutoRetries { get; init; }
    public int RetrySeconds { get; init; }

    /// <summary>Odd, as all other times are even: nothing ever falls due together with it.</summary>
    public int TimeoutSeconds { get; init; }
    public bool TimeoutSkips { get; init; }
    public int Iterations { get; init; }
    public bool FailSkips { get; init; }
}
