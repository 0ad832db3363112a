namespace Sops.Engine.Tests.Expressions;

/// <summary>What people write to get out of template engines: of Mako, Jinja, Python and others; one a line.</summary>
internal static class Injections
{
    public const string Table = """"""
        ${self.module.cache.util.os.system("id")}
        ${self.module.runtime.util.os.popen("id").read()}
        ${self.template.module.cache.util.os.popen("id")}
        ${self.template.__init__.__globals__['os'].system('id')}
        ${self.attr._NSAttr__parent.module.cache.util.os.popen('id').read()}
        ${context.write("x")}
        ${context._with_template.module.os}
        ${caller.body()}
        ${capture(self.body)}
        ${pageargs}
        ${next.body()}
        ${loop.index}
        ${UNDEFINED}
        ${STOP_RENDERING}
        <% import os %>${os.popen('id').read()}
        <%! import os %>${os.getcwd()}
        <%include file="/etc/passwd"/>
        <%namespace name="x" module="os"/>${x.getcwd()}
        <%def name="f()">x</%def>${f()}
        % import os
        ${os.environ}
        ${os.popen('id').read()}
        ${os.system('id')}
        ${os.path.os.popen('id')}
        ${os.path.genericpath.os.system('id')}
        ${os.path.expandvars('$HOME')}
        ${os.path.exists('/')}
        ${os.path.realpath('.')}
        ${__import__('os').popen('id').read()}
        ${__builtins__.open('/etc/passwd').read()}
        ${__builtins__['eval']('1')}
        ${globals()['__builtins__']}
        ${open('/etc/passwd').read()}
        ${eval('1')}
        ${exec('x=1')}
        ${compile('1','','eval')}
        ${''.__class__}
        ${''.__class__.__mro__}
        ${''.__class__.__mro__[1].__subclasses__()}
        ${''.__class__.__base__.__subclasses__()[40]('/etc/passwd').read()}
        ${[].__class__.__base__}
        ${().__class__.__bases__[0].__subclasses__()}
        ${{}.__class__}
        ${(1).__class__}
        ${(1).__init__.__globals__}
        ${str.__class__}
        ${str.mro()}
        ${str.__subclasses__()}
        ${len.__self__}
        ${len.__class__.__base__}
        ${dict.__base__.__subclasses__()}
        ${type(1)}
        ${type.mro(int)}
        ${getattr('', '__class__')}
        ${getattr('', '__cl' + 'ass__')}
        ${''['__class__']}
        ${'{0.__class__}'.format('')}
        ${'{0.__class__.__mro__}'.format('')}
        ${'{x.__init__.__globals__}'.format(x='')}
        ${'{0[__class__]}'.format('')}
        ${'{0.format.__self__}'.format('')}
        ${'{!r:{0.__class__}}'.format('')}
        ${str.format('{0.__class__}', '')}
        ${'{0.__class__}'.format_map({'0': ''})}
        ${'%(__class__)s' % ''}
        ${'%(x.__class__)s' % {'x': 1}}
        ${'%*d' % ('x', 1)}
        ${f'{1}'}
        ${(lambda: 0).__globals__}
        ${(lambda: 0).__code__}
        ${(lambda: 0).__code__.replace(co_code=b'')}
        ${(lambda x=__import__('os'): x)()}
        ${(lambda x=open: x)()}
        ${(lambda x=''.__class__: x)()}
        ${(lambda *, x: x.__class__)(x=1)}
        ${(x for x in [1]).gi_frame}
        ${(x for x in [1]).gi_frame.f_back.f_globals}
        ${(x for x in [1]).gi_code}
        ${[x.gi_frame for x in [(y for y in [1])]]}
        ${[g.gi_frame.f_back for g in [(y for y in [1])]][0]}
        ${(await x for x in [1])}
        ${[].append.__self__}
        ${re.sre_compile.sys.modules}
        ${re._cache}
        ${re.enum.sys.modules}
        ${re.template('a')}
        ${json.decoder}
        ${json.codecs.open('/etc/passwd').read()}
        ${json.loads('1', cls=str)}
        ${json.dumps(1, default=eval)[9]}
        ${random._os.system('id')}
        ${random._inst.__init__.__globals__}
        ${datetime.sys.modules}
        ${datetime.datetime.__subclasses__()}
        ${hashlib.__loader__.load_module('os')}
        ${hashlib.sys}
        ${time.sleep(60)}
        ${time.__loader__}
        ${sorted([1], key=eval)}
        ${sorted(['id'], key=os.system)}
        ${max(['id'], key=__import__('os').system)}
        ${max(['1'], key=eval)}
        ${re.sub('a', eval, 'a')}
        ${config}
        ${config.items()}
        ${request.application.__globals__}
        ${lipsum.__globals__['os'].popen('id').read()}
        ${cycler.__init__.__globals__.os}
        ${joiner.__init__.__globals__.os}
        ${url_for.__globals__}
        ${get_flashed_messages.__globals__}
        {{7*7}}
        {{config}}
        {{''.__class__.__mro__}}
        {% import os %}
        #{7*7}
        *{7*7}
        <%= 7*7 %>
        $((7*7))
        $(id)
        `id`
        @(7*7)
        ${T(java.lang.Runtime).getRuntime().exec('id')}
        ${''.getClass().forName('java.lang.Runtime')}
        ${"freemarker.template.utility.Execute"?new()("id")}
        ${@print(1)}
        ${System.IO.File.ReadAllText('/etc/passwd')}
        ${''.GetType().Assembly}
        ${''.GetType()}
        ${(1).GetType().Assembly.Location}
        ${jndi:ldap://x/a}
        ${env:HOME}
        ${IFS}
        ＄{1}
        $｛1+1｝
        ${ｏｓ.popen('id')}
        ${''.＿＿class＿＿}
        ${''.__ｃlass__}
        ${ｅval('1')}
        ${''.__cl\u0061ss__}
        ${1;import os}
        ${x:=1}
        ${(x:=1)}
        ${import os}
        ${del x}
        ${1 if __import__('os') else 2}
        ${[c for c in ().__class__.__base__.__subclasses__()]}
        ${breakpoint()}
        ${help()}
        ${license()}
        ${exit()}
        ${quit()}
        ${input()}
        ${vars()}
        ${dir()}
        ${locals()}
        ${memoryview(b'x')}
        ${object()}
        ${super()}
        ${print(1)}
        ${classmethod(1)}
        ${__name__}
        ${__file__}
        ${__doc__}
        ${__loader__}
        ${__spec__}
        ${__builtins__}
        ${str}
        ${os}
        ${re}
        ${(lambda: 1)}
        ${(x for x in [1])}
        ${''.join}
        """""";
}
