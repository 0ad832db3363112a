using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

/// <summary>What people write to get out of a template engine: none of it has a value here.</summary>
public sealed class HostileExpressionTests
{
    private static readonly Given Scope = new("""{"s":"x","l":[1],"d":{"__class__":1,"k":2},"i":7}""");

    [Theory]
    [InlineData("__import__('os').getcwd()")]
    [InlineData("__import__('os').popen('id').read()")]
    [InlineData("open('/etc/hostname').read()")]
    [InlineData("''.__class__.__mro__")]
    [InlineData("().__class__.__bases__[0].__subclasses__()")]
    [InlineData("s.__class__")]
    [InlineData("d['__class__']")]
    [InlineData("d.__class__")]
    [InlineData("[].__getattribute__('append')")]
    [InlineData("eval('1+1')")]
    [InlineData("exec('1')")]
    [InlineData("compile('1', '', 'eval')")]
    [InlineData("globals()")]
    [InlineData("locals()")]
    [InlineData("vars()")]
    [InlineData("dir()")]
    [InlineData("type(1)")]
    [InlineData("type('X', (), {})")]
    [InlineData("getattr(s, 'upper')()")]
    [InlineData("setattr(s, 'a', 1)")]
    [InlineData("hasattr(s, 'upper')")]
    [InlineData("input()")]
    [InlineData("print(1)")]
    [InlineData("id(s)")]
    [InlineData("chr(65)")]
    [InlineData("object()")]
    [InlineData("map(str, l)")]
    [InlineData("os.getcwd()")]
    [InlineData("os.popen('id').read()")]
    [InlineData("os.system('id')")]
    [InlineData("os.environ")]
    [InlineData("os.path.os.getcwd()")]
    [InlineData("os.path.exists('/etc/passwd')")]
    [InlineData("os.path.expanduser('~')")]
    [InlineData("os.path.genericpath.os.system('id')")]
    [InlineData("re.sre_compile")]
    [InlineData("re._compile('a', 0)")]
    [InlineData("json.codecs.builtins.open('/etc/passwd')")]
    [InlineData("json.load(open('/etc/passwd'))")]
    [InlineData("random._os.system('id')")]
    [InlineData("random.SystemRandom()")]
    [InlineData("datetime.sys.modules")]
    [InlineData("hashlib.__builtins__")]
    [InlineData("time.sleep(10)")]
    [InlineData("subprocess.run('id')")]
    [InlineData("self.module.cache.util.os.popen('id').read()")]
    [InlineData("self.template.module.runtime.util.os.system('id')")]
    [InlineData("context.kwargs")]
    [InlineData("local")]
    [InlineData("caller.body()")]
    [InlineData("UNDEFINED")]
    [InlineData("STOP_RENDERING")]
    [InlineData("'{0.__class__}'.format(s)")]
    [InlineData("'{0[k]}'.format(d)")]
    [InlineData("'{a.real}'.format(a=i)")]
    [InlineData("'{:{w}}'.format(1, w=9)")]
    [InlineData("'{!a}'.format(s)")]
    [InlineData("'{0.x}'.format_map(d)")]
    [InlineData("f'{s}'")]
    [InlineData("s.format.__globals__")]
    [InlineData("(lambda: 0).__code__")]
    [InlineData("(lambda: 0).__globals__['os']")]
    [InlineData("(x for x in l).gi_frame")]
    [InlineData("[x for x in l].__class__")]
    [InlineData("(y := 5)")]
    [InlineData("import os")]
    [InlineData("s; import os")]
    [InlineData("del s")]
    [InlineData("await s")]
    [InlineData("(yield)")]
    [InlineData("s | unknown_filter")]
    [InlineData("s | decode.utf8")]
    [InlineData("s.GetType()")]
    [InlineData("s.Length")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("typeof(s)")]
    [InlineData("str.__class__")]
    [InlineData("len.__self__")]
    [InlineData("''.join.__self__")]
    [InlineData("str")]
    [InlineData("len")]
    [InlineData("(len)")]
    [InlineData("[len]")]
    [InlineData("re")]
    [InlineData("datetime.datetime")]
    [InlineData("(x for x in l)")]
    [InlineData("Ellipsis")]
    [InlineData("...")]
    [InlineData("s @ s")]
    [InlineData("`id`")]
    [InlineData("\\u0073")]
    public void Expression_ThatReachesOut_StaysText(string expression)
    {
        var template = "<${" + expression + "}>";
        Assert.Equal(template, Scope.Render(template));
    }

    [Theory]
    [InlineData("${i}")]
    [InlineData("${1 + 1}")]
    [InlineData("}${i}")]
    [InlineData("' + str(i) + '")]
    [InlineData("{0.__class__}")]
    [InlineData("%s")]
    public void Value_ThatReadsAsATemplate_IsNotRenderedAgain(string value)
    {
        var scope = new Given(JsonSerializer.Serialize(new { v = value, i = 7 }));
        Assert.Equal(value, scope.Render("${v}"));
        Assert.Equal("-" + value, scope.Render("-${v}"));
        Assert.Equal("-" + value, scope.Render("-${'' + v}"));
        Assert.Equal(
            "['" + value.Replace("'", "", StringComparison.Ordinal) + "']",
            scope.Render("${[v.replace(\"'\", '')]}")
        );
    }

    [Fact]
    public void Names_NeverGoToVariables_WhenTheyBeginWithTwoUnderscores()
    {
        var scope = new Given("""{"__v":1}""");
        Assert.Equal("a ${__v + 1}", scope.Render("a ${__v + 1}"));
    }

    [Fact]
    public void Changes_StayInsideOfTheirExpression()
    {
        Assert.Equal("[1, 5] [1]", Scope.Render("${[l.append(5), l][1]} ${l + []}"));
        Assert.Equal("0 1", Scope.Render("${[l.clear(), len(l)][1]} ${len(l)}"));
    }
}
