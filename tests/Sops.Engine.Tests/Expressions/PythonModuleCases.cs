namespace Sops.Engine.Tests.Expressions;

/// <summary>What CPython makes of hashlib, json, os.path, re and random, and of what is and is not an expression.</summary>
internal static class PythonModuleCases
{
    /// <summary>As in <see cref="PythonCases" />.</summary>
    public const string Table = """"""
        hashlib.md5(b'a').digest() ⇒ b'\x0c\xc1u\xb9\xc0\xf1\xb6\xa81\xc3\x99\xe2iw&a'
        hashlib.md5(b'a').name ⇒ md5
        hashlib.md5(b'a').digest_size ⇒ 16
        hashlib.md5().hexdigest() ⇒ d41d8cd98f00b204e9800998ecf8427e
        hashlib.sha384(b'a').hexdigest() ⇒ 54a59b9f22b0b80880d8427e548b7c23abd873486e1f035dce9cd697e85175033caa88e6d57bc35efae0b5afd3145f31
        hashlib.sha512(b'a').hexdigest() ⇒ 1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75
        hashlib.md5(b'a').nope ⇒ (literal)
        hashlib.md5(b'a').hexdigest()[:8] ⇒ 0cc175b9
        json.dumps(float('inf')) ⇒ Infinity
        json.dumps([float('-inf'), float('nan')]) ⇒ [-Infinity, NaN]
        json.dumps({'a': 1}, indent='--') ⇒ {␤--"a": 1␤}
        json.dumps({'a': [1, {'b': 2}]}, indent=1) ⇒ {␤ "a": [␤  1,␤  {␤   "b": 2␤  }␤ ]␤}
        json.dumps([1], indent=0) ⇒ [␤1␤]
        json.dumps([], indent=2) ⇒ []
        json.dumps([1], indent=-1) ⇒ [␤1␤]
        json.dumps({(1, 2): 3}) ⇒ (literal)
        json.dumps({1.5: 1, 'a': 2}) ⇒ {"1.5": 1, "a": 2}
        json.dumps({1.5: 1, float('inf'): 2}) ⇒ {"1.5": 1, "Infinity": 2}
        json.dumps({False: 1}) ⇒ {"false": 1}
        json.dumps({'a': (1, 2)}) ⇒ {"a": [1, 2]}
        json.dumps({1, 2}) ⇒ (literal)
        json.dumps(False) ⇒ false
        json.dumps('\x00\x1f\x7f\u2028😀é/\b\f') ⇒ "\u0000\u001f\u007f\u2028\ud83d\ude00\u00e9/\b\f"
        json.dumps({'b': 1, 'a': 2}, sort_keys=True) ⇒ {"a": 2, "b": 1}
        json.dumps({1: 1, 'a': 2}, sort_keys=True) ⇒ (literal)
        json.dumps([1, [2]], separators=(', ', ': ')) ⇒ [1, [2]]
        json.dumps([1, 2], separators=[',', ':']) ⇒ [1,2]
        json.dumps([1, 2], separators=5) ⇒ (literal)
        json.dumps(b'a') ⇒ (literal)
        json.dumps(datetime.date(2024, 1, 1)) ⇒ (literal)
        json.dumps(10**30) ⇒ 1000000000000000000000000000000
        json.dumps(1e22) ⇒ 1e+22
        json.dumps(None) ⇒ null
        json.dumps() ⇒ (literal)
        json.dumps(1, 2) ⇒ (literal)
        json.dumps([1,2], indent=2, separators=(',', ':')) ⇒ [␤  1,␤  2␤]
        json.dumps(range(3)) ⇒ (literal)
        json.dumps(d.keys()) ⇒ (literal)
        json.loads('1') ⇒ 1
        json.loads('"a"') ⇒ a
        json.loads('1.5e3') ⇒ 1500.0
        json.loads('-0') ⇒ 0
        json.loads('-0.0') ⇒ -0.0
        json.loads('1e400') ⇒ inf
        json.loads('123456789012345678901234567890') ⇒ 123456789012345678901234567890
        json.loads('"\\ud83d\\ude00"') ⇒ 😀
        json.loads('{"a": 1, "a": 2}') ⇒ {'a': 2}
        json.loads('') ⇒ (literal)
        json.loads(' [1] ') ⇒ [1]
        json.loads('[1,]') ⇒ (literal)
        json.loads('01') ⇒ (literal)
        json.loads(5) ⇒ (literal)
        json.loads('"\t"') ⇒ (literal)
        json.loads('{"a": {}}') ⇒ {'a': {}}
        json.loads('[1] x') ⇒ (literal)
        json.loads(json.dumps(d)) == d ⇒ True
        os.path.isabs('/a') ⇒ True
        os.path.isabs('a') ⇒ False
        os.path.join('a') ⇒ a
        os.path.join('', 'a') ⇒ a
        os.path.join('a', '') ⇒ a/
        os.path.join('a/', 'b') ⇒ a/b
        os.path.join('/a', '../b') ⇒ /a/../b
        os.path.join() ⇒ (literal)
        os.path.join('a', 5) ⇒ (literal)
        os.path.normpath('') ⇒ .
        os.path.normpath('.') ⇒ .
        os.path.normpath('/') ⇒ /
        os.path.normpath('//a') ⇒ //a
        os.path.normpath('///a') ⇒ /a
        os.path.normpath('../a') ⇒ ../a
        os.path.normpath('../../a') ⇒ ../../a
        os.path.normpath('a/../..') ⇒ ..
        os.path.normpath('a/../../b') ⇒ ../b
        os.path.normpath('/../a') ⇒ /a
        os.path.normpath('/a/../../b') ⇒ /b
        os.path.normpath('./a/') ⇒ a
        os.path.normpath('../..') ⇒ ../..
        os.path.split('/') ⇒ ('/', '')
        os.path.split('a') ⇒ ('', 'a')
        os.path.split('//a') ⇒ ('//', 'a')
        os.path.split('') ⇒ ('', '')
        os.path.split('/a') ⇒ ('/', 'a')
        os.path.dirname('/a') ⇒ /
        os.path.dirname('a') ⇒ 
        os.path.dirname('a//b') ⇒ a
        os.path.basename('a/') ⇒ 
        os.path.splitext('a') ⇒ ('a', '')
        os.path.splitext('a.b/c') ⇒ ('a.b/c', '')
        os.path.splitext('/a/.b') ⇒ ('/a/.b', '')
        os.path.splitext('/a/...b') ⇒ ('/a/...b', '')
        os.path.splitext('..a.b') ⇒ ('..a', '.b')
        os.path.splitext('a.') ⇒ ('a', '.')
        os.path.basename(5) ⇒ (literal)
        re.findall(r'[^a]', 'abc') ⇒ ['b', 'c']
        re.findall(r'[]]', 'a]b') ⇒ [']']
        re.findall(r'[^]]', 'a]b') ⇒ ['a', 'b']
        re.findall(r'[]a]+', 'a]b') ⇒ ['a]']
        re.findall(r'[a\]]', 'a]b') ⇒ ['a', ']']
        re.findall(r'[[a]', 'a[b') ⇒ ['a', '[']
        re.findall(r'[a-c&&b]', 'abc&') ⇒ ['a', 'b', 'c', '&']
        re.findall(r'a\Z', 'ba') ⇒ ['a']
        re.findall(r'a\Z', 'a\n') ⇒ []
        re.findall(r'a$', 'a\n') ⇒ ['a']
        re.findall(r'\Aa', 'aa') ⇒ ['a']
        re.findall(r'\d', '1２٣') ⇒ ['1', '２', '٣']
        re.findall(r'\w', 'aé中_-') ⇒ ['a', 'é', '中', '_']
        re.findall(r'(?i)A', 'aA') ⇒ ['a', 'A']
        re.findall(r'(?:a)(b)', 'ab') ⇒ ['b']
        re.findall(r'(?P<x>a)(?P<x>b)', 'ab') ⇒ (literal)
        re.findall(r'(?P<x', 'ab') ⇒ (literal)
        re.findall(r'(?P<1>a)', 'ab') ⇒ (literal)
        re.findall(r'(?P<>a)', 'ab') ⇒ (literal)
        re.findall(r'(?P<a b>a)', 'ab') ⇒ (literal)
        re.findall(r'(?<x>a)', 'ab') ⇒ (literal)
        re.findall(r'(', 'ab') ⇒ (literal)
        re.findall(r')', 'ab') ⇒ (literal)
        re.findall(r'[', 'ab') ⇒ (literal)
        re.findall(r'*', 'ab') ⇒ (literal)
        re.findall(r'a**', 'ab') ⇒ (literal)
        re.findall(r'a{2}', 'aaa') ⇒ ['aa']
        re.findall(r'a{2,3}', 'aaaaa') ⇒ ['aaa', 'aa']
        re.findall(r'a{,2}', 'aaa') ⇒ ['aa', 'a', '']
        re.findall(r'a{x}', 'a{x}') ⇒ ['a{x}']
        re.findall(r'a{', 'a{') ⇒ ['a{']
        re.findall(r'{', '{') ⇒ ['{']
        re.findall(r'a|', 'ab') ⇒ ['a', '', '']
        re.findall('', 'ab') ⇒ ['', '', '']
        re.findall(r'\\', 'a\\b') ⇒ ['\\']
        re.findall('a\\', 'a') ⇒ (literal)
        re.findall(r'(a)|(b)', 'ab') ⇒ [('a', ''), ('', 'b')]
        re.findall(r'(a)?b', 'bab') ⇒ ['', 'a']
        re.findall(r'😀.', 'a😀b') ⇒ ['😀b']
        re.search('b', emoji).span() ⇒ (2, 3)
        re.search('b', emoji).start() ⇒ 2
        re.search(r'\bfoo\b', 'a foo b').group() ⇒ foo
        re.sub(r'(a)', r'\q', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\-', 'a') ⇒ \-
        re.sub(r'(a)', r'\.', 'a') ⇒ \.
        re.sub(r'(a)', '\\', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\9', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g<0>', 'a') ⇒ a
        re.sub(r'(a)', r'\g<1>x', 'a') ⇒ ax
        re.sub(r'(a)', r'\g<9>', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g<x>', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g<-1>', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g<1', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g<>', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\g<999999999999>', 'a') ⇒ (literal)
        re.sub(r'(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)', r'\10', 'abcdefghij') ⇒ j
        re.sub(r'(a)', r'\10', 'a') ⇒ (literal)
        re.sub(r'(a)|b', r'<\1>', 'ab') ⇒ <a><>
        re.sub('a', 5, 'a') ⇒ (literal)
        re.sub('a', lambda m: 5, 'a') ⇒ (literal)
        re.sub('a', '', 'banana', count=2) ⇒ bnna
        re.sub('a', 'x', 'aA', flags=re.I) ⇒ xx
        re.sub('(?P<n>a)', lambda m: m.group('n').upper(), 'banana') ⇒ bAnAnA
        re.sub('', '-', 'ab') ⇒ -a-b-
        re.sub('a*', 'x', 'baac') ⇒ xbxxcx
        re.split(r',', 'a,b,c', 1) ⇒ ['a', 'b,c']
        re.split(r',', 'a,b,c', maxsplit=1) ⇒ ['a', 'b,c']
        re.split(r'(a)|b', 'xaybz') ⇒ ['x', 'a', 'y', None, 'z']
        re.split('', 'ab') ⇒ ['', 'a', 'b', '']
        re.split('x*', 'axbc') ⇒ ['', 'a', '', 'b', 'c', '']
        [m.group() for m in re.finditer(r'\d', 'a1b2')] ⇒ ['1', '2']
        [m.start() for m in re.finditer(r'\d', 'a1b2')] ⇒ [1, 3]
        re.compile('a') ⇒ re.compile('a')
        re.compile('a').pattern ⇒ a
        re.compile('a').match('ab') ⇒ <re.Match object; span=(0, 1), match='a'>
        re.compile('a').sub('b', 'aa') ⇒ bb
        re.compile('a').sub('b', 'aa', 1) ⇒ ba
        re.compile(',').split('a,b') ⇒ ['a', 'b']
        re.compile('a').nope ⇒ (literal)
        re.compile('A', re.I).search('a').group() ⇒ a
        re.compile(re.compile('a')).pattern ⇒ a
        re.match(re.compile('a'), 'a').group() ⇒ a
        re.search(5, 'a') ⇒ (literal)
        re.search('a', 5) ⇒ (literal)
        re.search('a') ⇒ (literal)
        re.search('a.b', 'a\nb') ⇒ None
        re.search('a.b', 'a\nb', re.S).group() ⇒ a␤b
        re.search('a.b', 'a\nb', re.DOTALL).group() ⇒ a␤b
        re.search('a.B', 'a\nb', re.S + re.I).group() ⇒ a␤b
        re.search('(a)(?P<x>b)?', 'a').groups() ⇒ ('a', None)
        re.search('(a)(?P<x>b)?', 'a').groups('-') ⇒ ('a', '-')
        re.search('(a)(?P<x>b)?', 'a').groups(default='-') ⇒ ('a', '-')
        re.search('(a)(?P<x>b)?', 'a').groupdict() ⇒ {'x': None}
        re.search('(a)(?P<x>b)?', 'a').groupdict('-') ⇒ {'x': '-'}
        re.search('(a)(?P<x>b)?', 'a').group('x') ⇒ None
        re.search('(a)(?P<x>b)?', 'ab').group('x') ⇒ b
        re.search('(a)(?P<x>b)?', 'ab').group('y') ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'ab').group(3) ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'ab').group(-1) ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'ab').group(10**30) ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'ab').group(1.5) ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'ab').group(0, 1, 'x') ⇒ ('ab', 'a', 'b')
        re.search('(a)(?P<x>b)?', 'ab')[1] ⇒ a
        re.search('(a)(?P<x>b)?', 'ab')['x'] ⇒ b
        re.search('(a)(?P<x>b)?', 'ab')[9] ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'a').span(2) ⇒ (-1, -1)
        re.search('(a)(?P<x>b)?', 'a').start(2) ⇒ -1
        re.search('(a)(?P<x>b)?', 'ab').end() ⇒ 2
        re.search('(a)(?P<x>b)?', 'ab').end('x') ⇒ 2
        re.search('(a)(?P<x>b)?', 'ab').start('x') ⇒ 1
        re.search('(a)(?P<x>b)?', 'ab').span('x') ⇒ (1, 2)
        re.search('(a)(?P<x>b)?', 'ab').start(9) ⇒ (literal)
        re.search('(a)(?P<x>b)?', 'ab').string ⇒ ab
        re.search('(a)(?P<x>b)?', 'ab').nope ⇒ (literal)
        bool(re.search('a', 'a')) ⇒ True
        [re.search('a', "it's a")] ⇒ [<re.Match object; span=(5, 6), match='a'>]
        re.match('a', 'a') == re.match('a', 'a') ⇒ False
        len(re.match('a', 'a')) ⇒ (literal)
        re.match('b|ab', 'ab').group() ⇒ ab
        re.match('(b)', 'ab') ⇒ None
        re.match('^b', 'a\nb', re.M) ⇒ None
        re.match(r'(?m)^b', 'a\nb') ⇒ None
        re.fullmatch('a|ab', 'ab').group() ⇒ ab
        re.fullmatch('a', 'a\n') ⇒ None
        re.fullmatch('(?P<x>a)', 'a').group('x') ⇒ a
        re.fullmatch('a', 'A', re.I).group() ⇒ A
        re.escape('a b-c_d@é') ⇒ a\ b\-c_d@é
        re.escape('') ⇒ 
        re.escape(5) ⇒ (literal)
        re.nope ⇒ (literal)
        random.randrange(5, 5) ⇒ (literal)
        random.randrange(0) ⇒ (literal)
        random.randint(5, 4) ⇒ (literal)
        random.randint(3, 3) ⇒ 3
        random.uniform(2, 2) ⇒ 2.0
        random.randrange(7, 8) ⇒ 7
        random.randrange(4, 5, 3) ⇒ 4
        random.randrange(1) ⇒ 0
        random.randrange(5, 0, 0) ⇒ (literal)
        random.randrange(6, 5, -1) ⇒ 6
        random.sample([1], 2) ⇒ (literal)
        random.sample([1], -1) ⇒ (literal)
        random.sample([], 0) ⇒ []
        random.sample([5], 1) ⇒ [5]
        random.sample([5], k=1) ⇒ [5]
        random.choice([]) ⇒ (literal)
        random.choice(['a']) ⇒ a
        random.choice('a') ⇒ a
        random.choice({1}) ⇒ (literal)
        random.choice({'a': 1}) ⇒ (literal)
        random.choice(range(3, 4)) ⇒ 3
        random.choices([5], k=3) ⇒ [5, 5, 5]
        random.choices([], k=1) ⇒ (literal)
        random.choices([5], k=0) ⇒ []
        random.choices([5]) ⇒ [5]
        random.randint(1.5, 2) ⇒ (literal)
        random.random(1) ⇒ (literal)
        random.nope ⇒ (literal)
        len(random.sample(range(10), 3)) ⇒ 3
        1 if True ⇒ (literal)
        (1, *[2, 3]) ⇒ (1, 2, 3)
        (*[1],) ⇒ (1,)
        [*'ab', *[1]] ⇒ ['a', 'b', 1]
        *[1] ⇒ (literal)
        (*[1]) ⇒ (literal)
        {'a': 1, 'b': 2,} ⇒ {'a': 1, 'b': 2}
        {'a': 1 'b': 2} ⇒ (literal)
        {'a': 1, 'b'} ⇒ (literal)
        {'a': 1, 'b': } ⇒ (literal)
        {'a': 1, : 2} ⇒ (literal)
        {1, 2 ⇒ (literal)
        {1 2} ⇒ (literal)
        (1, 2 3) ⇒ (literal)
        [1 2] ⇒ (literal)
        [1,, 2] ⇒ (literal)
        max(1, 2,) ⇒ 2
        max(1, 2,,) ⇒ (literal)
        max(1, key=) ⇒ (literal)
        max(x for x in [1, 2]) ⇒ 2
        max((x for x in [1, 2]), default=0) ⇒ 2
        max(x for x in [1, 2], default=0) ⇒ (literal)
        max(*[1, 2], *[3]) ⇒ 3
        max(key=len, *['a', 'bb']) ⇒ bb
        max(key=len, 'a') ⇒ (literal)
        sorted([1], key=len, key=len) ⇒ (literal)
        dict(a=1, a=2) ⇒ (literal)
        round(1.5, number=2) ⇒ (literal)
        round(1.5, 1, 2) ⇒ (literal)
        round() ⇒ (literal)
        round(1.5, foo=1) ⇒ (literal)
        len() ⇒ (literal)
        len(1, 2) ⇒ (literal)
        len(obj=[1]) ⇒ (literal)
        (lambda x: x)(1, 2) ⇒ (literal)
        (lambda x: x)() ⇒ (literal)
        (lambda x: x)(x=1) ⇒ 1
        (lambda x: x)(1, x=2) ⇒ (literal)
        (lambda x: x)(y=2) ⇒ (literal)
        (lambda x, y: x)(1, y=2) ⇒ 1
        (lambda x=1, y=2: (x, y))(y=5) ⇒ (1, 5)
        (lambda x, x: x)(1, 2) ⇒ (literal)
        [a for a, b in [(1, 2, 3)]] ⇒ (literal)
        [a for a, b in [(1,)]] ⇒ (literal)
        [a for a, b in [5]] ⇒ (literal)
        [a for (a, b), c in [((1, 2), 3)]] ⇒ [1]
        [a for (a), in [(1,)]] ⇒ [1]
        [a for a, in [(1,)]] ⇒ [1]
        [(a, b) for a, b in {'x': 1}.items()] ⇒ [('x', 1)]
        [a for in [1]] ⇒ (literal)
        [for a in [1]] ⇒ (literal)
        [a for a [1]] ⇒ (literal)
        [a for a in ] ⇒ (literal)
        [a for a in [1] if] ⇒ (literal)
        [a for a in [1, 2, 3] if a > 1 if a < 3] ⇒ [2]
        [a for b in [[1], [2]] for a in b if a > 1] ⇒ [2]
        list((a, b) for a in 'xy' for b in 'z') ⇒ [('x', 'z'), ('y', 'z')]
        {a: b for a, b in [(1, 2)]} ⇒ {1: 2}
        {a for a in [1]} ⇒ {1}
        [x for x in nums][0] ⇒ 3
        [i for i in range(2)] + [i] ⇒ [0, 1, 7]
        "\u0041\U0001F600" ⇒ A😀
        "\U00110000" ⇒ (literal)
        "\U0001F60" ⇒ (literal)
        "\N{DASH}" ⇒ (literal)
        "\x4" ⇒ (literal)
        "\xzz" ⇒ (literal)
        "\u12" ⇒ (literal)
        "\a\b\f\v\r\0"[0:2] == "\x07\x08" ⇒ True
        len("\a\b\f\v\r\0\'\"") ⇒ 8
        "\q" ⇒ \q
        "\1\12\123\1234" == "\x01\n\x534" ⇒ False
        "\777" ⇒ ǿ
        b'\u0041' ⇒ b'\\u0041'
        b'\U0001F600' ⇒ b'\\U0001F600'
        b'\N{DASH}' ⇒ b'\\N{DASH}'
        b'\x4' ⇒ (literal)
        b'\777' ⇒ b'\xff'
        b'é' ⇒ (literal)
        b'a' b'b' ⇒ b'ab'
        b'a' 'b' ⇒ (literal)
        'a' b'b' ⇒ (literal)
        rb'\n' ⇒ b'\\n'
        br'\n' ⇒ b'\\n'
        Rb'\n' ⇒ b'\\n'
        u'abc' ⇒ abc
        r'\'' ⇒ \'
        r'\\' ⇒ \\
        "a\ ⇒ (literal)
        b" ⇒ (literal)
        '''a'b''c''' ⇒ a'b''c
        "" ⇒ 
        '''''' ⇒ 
        'abc ⇒ (literal)
        '''abc'' ⇒ (literal)
        0x ⇒ (literal)
        0xg ⇒ (literal)
        0b2 ⇒ (literal)
        0b102 ⇒ (literal)
        0o8 ⇒ (literal)
        0x1F_F ⇒ 511
        0x_1 ⇒ 1
        0x1_ ⇒ (literal)
        0b1a ⇒ (literal)
        0xFFg ⇒ (literal)
        1_0 ⇒ 10
        1__0 ⇒ (literal)
        1_ ⇒ (literal)
        _1 ⇒ (literal)
        01 ⇒ (literal)
        00 ⇒ 0
        0_0 ⇒ 0
        1e ⇒ (literal)
        1e+ ⇒ (literal)
        1e5 ⇒ 100000.0
        1E-5 ⇒ 1e-05
        1.e5 ⇒ 100000.0
        1.5e+3 ⇒ 1500.0
        1.5.5 ⇒ (literal)
        1.real ⇒ (literal)
        1e400 ⇒ inf
        -1e400 ⇒ -inf
        12345678901234567890123456789012345678901234567890 ⇒ 12345678901234567890123456789012345678901234567890
        0777 ⇒ (literal)
        0B11 ⇒ 3
        0O17 ⇒ 15
        0X1f ⇒ 31
        [1) ⇒ (literal)
        (1] ⇒ (literal)
        {1) ⇒ (literal)
        ) ⇒ (literal)
        1) ⇒ (literal)
        a b ⇒ (literal)
        1 + ⇒ (literal)
        + 1 ⇒ 1
        1 + + 1 ⇒ 2
        1 - - 1 ⇒ 2
        not ⇒ (literal)
        not True == False ⇒ True
        1 not in [1] ⇒ False
        1 is 1 ⇒ True
        1 is not None ⇒ True
        None is not None ⇒ False
        True is True ⇒ True
        1 in 1 ⇒ (literal)
        'a' in None ⇒ (literal)
        not in ⇒ (literal)
        1 < 2 > 1 ⇒ True
        1 == 1 == 2 ⇒ False
        1 <> 2 ⇒ (literal)
        1 != 2 ⇒ True
        1 ! 2 ⇒ (literal)
        a := 1 ⇒ (literal)
        1 if 1 ⇒ (literal)
        1 if 1 else ⇒ (literal)
        [1, 2][0:1:1:1] ⇒ (literal)
        [1, 2][] ⇒ (literal)
        [1, 2][,] ⇒ (literal)
        [1, 2][0,] ⇒ (literal)
        [1, 2][0, 1] ⇒ (literal)
        [1, 2, 3][1:2:] ⇒ [2]
        [1, 2, 3][:] ⇒ [1, 2, 3]
        [1, 2, 3][::] ⇒ [1, 2, 3]
        'a'.upper.x ⇒ (literal)
        'abc' 'def'.upper() ⇒ ABCDEF
        ('abc' 'def').upper() ⇒ ABCDEF
        d['k']['x'] ⇒ (literal)
        d.keys().x ⇒ (literal)
        d.get() ⇒ (literal)
        d.get('a', 1, 2) ⇒ (literal)
        d.get('k') ⇒ 1
        d.get(['k']) ⇒ (literal)
        d.items()[0] ⇒ (literal)
        ('k', 1) in d.items() ⇒ True
        1 in d.values() ⇒ True
        'k' in d.keys() ⇒ True
        'x' in d.keys() ⇒ False
        d.keys() == {'k': 1, 'j': 2}.keys() ⇒ True
        sorted(d.values(), key=str) ⇒ [1, 't']
        [str(x) for x in d.items()] ⇒ ["('k', 1)", "('j', 't')"]
        d == {'j': 't', 'k': 1} ⇒ True
        d is d ⇒ True
        (d | {'z': 1}) ⇒ {'k': 1, 'j': 't', 'z': 1}
        (d | 5) ⇒ (literal)
        d - d ⇒ (literal)
        str(d.keys()) ⇒ dict_keys(['k', 'j'])
        re.findall(r'😀', '😀b') ⇒ ['😀']
        re.sub('b', 'c', '😀b') ⇒ 😀c
        re.split('b', '😀b😀') ⇒ ['😀', '😀']
        re.findall(r'[a-z]', '😀b') ⇒ ['b']
        re.search('b', '😀b').span() ⇒ (1, 2)
        re.findall(r'\p{L}', 'ab') ⇒ (literal)
        re.findall(r'\z', 'ab') ⇒ (literal)
        re.findall(r'\G', 'ab') ⇒ (literal)
        re.findall(r'\e', 'ab') ⇒ (literal)
        re.findall(r'\cA', 'ab') ⇒ (literal)
        re.findall(r'\h', 'ab') ⇒ (literal)
        re.findall(r'\x41', 'A') ⇒ ['A']
        re.findall(r'\u0041', 'A') ⇒ ['A']
        re.findall(r'\t', 'a\tb') ⇒ ['\t']
        re.findall(r'\101', 'A') ⇒ ['A']
        re.findall(r'\k<x>', 'A') ⇒ (literal)
        re.findall(r'[\w-]+', 'a-b c') ⇒ ['a-b', 'c']
        re.findall(r'[a-]', 'a-') ⇒ ['a', '-']
        re.findall(r'[\d.]+', '1.2 3') ⇒ ['1.2', '3']
        re.findall(r'[\b]', 'a') ⇒ []
        re.findall(r'\B', 'ab') ⇒ ['']
        re.findall(r'(?#x)a', 'ab') ⇒ ['a']
        re.findall(r'(?x) a b', 'ab') ⇒ ['ab']
        re.findall(r'(?s).', 'a\n') ⇒ ['a', '\n']
        re.findall(r'(?im)^A$', 'a\nA') ⇒ ['a', 'A']
        re.findall(r'(?i:A)b', 'ab') ⇒ ['ab']
        re.findall(r'(?-i:A)b', 'Ab') ⇒ ['Ab']
        re.findall(r'(?n)(a)', 'a') ⇒ (literal)
        re.findall(r'a+?b', 'aab') ⇒ ['aab']
        re.findall(r'a{2}?', 'aaa') ⇒ ['aa']
        re.findall(r'a{2,1}', 'aaa') ⇒ (literal)
        re.findall(r'a{,}', 'aaa') ⇒ ['aaa', '']
        re.findall(r'a{1,}', 'aaa') ⇒ ['aaa']
        re.findall(r'[z-a]', 'a') ⇒ (literal)
        re.findall(r'[a-\d]', 'a') ⇒ (literal)
        re.findall(r'()', 'ab') ⇒ ['', '', '']
        re.findall(r'(a)(b)?', 'aab') ⇒ [('a', ''), ('a', 'b')]
        re.findall(r'^', 'a\nb', re.M) ⇒ ['', '']
        re.findall(r'$', 'a\n') ⇒ ['', '']
        re.findall(r'[^\n]+', 'a\nb') ⇒ ['a', 'b']
        re.findall(r'\$\{(\w+)\}', 'x ${a} y') ⇒ ['a']
        re.findall(r'(\w+)=(\d+)', 'a=1,b=2') ⇒ [('a', '1'), ('b', '2')]
        re.findall(r'\d+(?:\.\d+)?', '1 2.5') ⇒ ['1', '2.5']
        re.sub(r'\s+', ' ', 'a  b\t c').strip() ⇒ a b c
        re.sub(r'(\d+)\.(\d+)', r'\g<2>.\1', '1.2') ⇒ 2.1
        re.sub(r'a', r'\\', 'a') ⇒ \
        re.sub(r'(a)', r'\1\101\07', 'a') == 'aA\x07' ⇒ True
        re.sub(r'(a)', r'\400', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\18', 'a') ⇒ (literal)
        re.sub(r'(a)', r'\08', 'a') == '\x008' ⇒ True
        re.findall(r'[[:alpha:]]', 'a') ⇒ []
        re.findall('é', 'É', re.I) ⇒ ['É']
        re.findall('[k]', '\u212a', re.I) ⇒ ['K']
        re.findall('(?P=x)', 'a') ⇒ (literal)
        re.findall('(?P>x)', 'a') ⇒ (literal)
        re.findall('(?', 'a') ⇒ (literal)
        re.findall('(?:', 'a') ⇒ (literal)
        re.findall('\\', 'a') ⇒ (literal)
        re.findall('{1}', 'a') ⇒ (literal)
        re.findall('a{1}{2}', 'aa') ⇒ (literal)
        re.match(r'\S+', '  a') ⇒ None
        re.fullmatch('', '') ⇒ <re.Match object; span=(0, 0), match=''>
        re.split(r'(\d)(x)?', 'a1b2xc') ⇒ ['a', '1', None, 'b', '2', 'x', 'c']
        re.sub('', '-', '') ⇒ -
        """""";
}
