namespace Sops.Engine.Tests.Expressions;

public sealed class PythonTests
{
    private static readonly string[] Tables =
    [
        PythonCases.Table,
        PythonFormatCases.Table,
        PythonTextCases.Table,
        PythonNumberCases.Table,
        PythonModuleCases.Table,
    ];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var row in Tables.SelectMany(table => table.Split('\n')))
        {
            var parts = row.Split(" ⇒ ");
            cases.Add(parts[0], parts[1].Replace("␤", "\n", StringComparison.Ordinal));
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Expression_OfPython_HasPythonsText(string expression, string expected)
    {
        var template = "${" + expression + "}";
        // The space keeps a name from being a reference that keeps its type.
        var rendered = new Given(PythonCases.Variables).Render(template + " ");
        Assert.Equal(expected == "(literal)" ? template : expected, rendered[..^1]);
    }
}
