namespace Sops.Engine.Tests.Expressions;

/// <summary>What CPython 3.11 makes of expressions: str(value), or "(literal)" where it raises.</summary>
internal static class PythonCases
{
    public const string Variables = """"""
        {"i": 7, "f": 1.25, "neg": -3, "s": "a-b-c", "sp": "  ab cd ef ", "l": ["p", "q", "r"], "nums": [3, 1, 2], "d": {"k": 1, "j": "t"}, "n": null, "t": true, "text": "Hello, World", "big": 123456789012345678901234567890, "emoji": "a😀b", "q": "it's", "dq": "say \"hi\"", "w": 20.0, "tiny": 1e-07, "huge": 1e+22}
        """""";

    /// <summary>A line break in a value is written ␤.</summary>
    public const string Table = """"""
        1/3 ⇒ 0.3333333333333333
        2**100 ⇒ 1267650600228229401496703205376
        2**-1 ⇒ 0.5
        -7//2 ⇒ -4
        -7%3 ⇒ 2
        7%-3 ⇒ -2
        -7.5//2 ⇒ -4.0
        7.5%-2 ⇒ -0.5
        1e16 ⇒ 1e+16
        1e15 ⇒ 1000000000000000.0
        123456789.123 ⇒ 123456789.123
        1e-5 ⇒ 1e-05
        0.0001 ⇒ 0.0001
        -0.0 ⇒ -0.0
        1.0 ⇒ 1.0
        tiny ⇒ 1e-07
        huge ⇒ 1e+22
        float('inf') ⇒ inf
        float('nan') ⇒ nan
        float('1_0.5') ⇒ 10.5
        int(' 42 ') ⇒ 42
        int('-0x1f', 16) ⇒ -31
        int('ff', 16) ⇒ 255
        int('0b101', 0) ⇒ 5
        int(3.99) ⇒ 3
        int(-3.99) ⇒ -3
        round(2.5) ⇒ 2
        round(3.5) ⇒ 4
        round(-2.5) ⇒ -2
        round(2.675, 2) ⇒ 2.67
        round(1234, -2) ⇒ 1200
        round(1250, -2) ⇒ 1200
        round(1350, -2) ⇒ 1400
        round(0.5, 0) ⇒ 0.0
        round(1e300, 2) ⇒ 1e+300
        round(5.015, 2) ⇒ 5.01
        round(-1.5) ⇒ -2
        big / 3 ⇒ 4.115226300411523e+28
        big * big ⇒ 15241578753238836750495351562536198787501905199875019052100
        big // 7 ⇒ 17636684144620811271604938270
        big % 1000007 ⇒ 983962
        10**25 / 10**3 ⇒ 1e+22
        (2**53+1) / 1 ⇒ 9007199254740992.0
        (10**400) / (10**399) ⇒ 10.0
        1 << 10 ⇒ 1024
        ~5 ⇒ -6
        5 & 3 ⇒ 1
        (5 | 3) ⇒ 7
        5 ^ 3 ⇒ 6
        True + True ⇒ 2
        True & False ⇒ False
        abs(-3.5) ⇒ 3.5
        divmod ⇒ (literal)
        pow(3, 4, 5) ⇒ 1
        pow(2, 0.5) ⇒ 1.4142135623730951
        sum([1,2.5,3]) ⇒ 6.5
        sum([[1],[2]], []) ⇒ [1, 2]
        max(nums) ⇒ 3
        min('hello') ⇒ e
        max(l, key=lambda x: x) ⇒ r
        max([], default=5) ⇒ 5
        sorted(nums, reverse=True) ⇒ [3, 2, 1]
        sorted(['bb','a','ccc'], key=len) ⇒ ['a', 'bb', 'ccc']
        sorted(['B','a','C'], key=str.lower) ⇒ ['a', 'B', 'C']
        sorted(d.items(), key=lambda kv: kv[0]) ⇒ [('j', 't'), ('k', 1)]
        list(range(10))[2:8:3] ⇒ [2, 5]
        list(range(5, 0, -2)) ⇒ [5, 3, 1]
        range(3) ⇒ range(0, 3)
        len(range(0, 100, 7)) ⇒ 15
        5 in range(10) ⇒ True
        text[::2] ⇒ Hlo ol
        text[-5:] ⇒ World
        text[100:] ⇒ 
        text[5:2] ⇒ 
        nums[::-1] ⇒ [2, 1, 3]
        nums[:] ⇒ [3, 1, 2]
        (1,) ⇒ (1,)
        () ⇒ ()
        (1, 2)[0] ⇒ 1
        {} ⇒ {}
        {1: 'a', 'b': None} ⇒ {1: 'a', 'b': None}
        {1, } ⇒ {1}
        set() ⇒ set()
        [] ⇒ []
        [1, 'a', None, True, 2.5, (1,), [2], {'k': [1]}] ⇒ [1, 'a', None, True, 2.5, (1,), [2], {'k': [1]}]
        'a' 'b' ⇒ ab
        "it's" ⇒ it's
        'say "hi"' ⇒ say "hi"
        [q, dq, q + dq] ⇒ ["it's", 'say "hi"', 'it\'ssay "hi"']
        ['\n\t\\', '\x00\x7f', '中文', '\u200b', '😀'] ⇒ ['\n\t\\', '\x00\x7f', '中文', '\u200b', '😀']
        s.split('-') ⇒ ['a', 'b', 'c']
        s.split('-', 1) ⇒ ['a', 'b-c']
        s.rsplit('-', 1) ⇒ ['a-b', 'c']
        sp.split() ⇒ ['ab', 'cd', 'ef']
        sp.split(None, 1) ⇒ ['ab', 'cd ef ']
        sp.rsplit(None, 1) ⇒ ['  ab cd', 'ef']
        '' .split() ⇒ []
        ''.split('-') ⇒ ['']
        'a,b,,c'.split(',') ⇒ ['a', 'b', '', 'c']
        'a\nb\r\nc\n'.splitlines() ⇒ ['a', 'b', 'c']
        'a\nb\r\nc'.splitlines(True) ⇒ ['a\n', 'b\r\n', 'c']
        s.partition('-') ⇒ ('a', '-', 'b-c')
        s.rpartition('-') ⇒ ('a-b', '-', 'c')
        s.partition('x') ⇒ ('a-b-c', '', '')
        s.rpartition('x') ⇒ ('', '', 'a-b-c')
        sp.strip() ⇒ ab cd ef
        [sp.lstrip(), sp.rstrip()] ⇒ ['ab cd ef ', '  ab cd ef']
        'xxaxx'.strip('x') ⇒ a
        'abc'.replace('', '-') ⇒ -a-b-c-
        'aaa'.replace('a', 'b', 2) ⇒ bba
        'abcabc'.find('c', 3) ⇒ 5
        'abcabc'.rfind('c') ⇒ 5
        'abcabc'.index('z') ⇒ (literal)
        'abcabc'.count('a') ⇒ 2
        'aaaa'.count('aa') ⇒ 2
        'abc'.count('') ⇒ 4
        'abc'.find('', 10) ⇒ -1
        'abc'.center(8) ⇒   abc   
        'abcd'.center(7, '*') ⇒ **abcd*
        'abc'.center(6, '*') ⇒ *abc**
        'ab'.center(7, '-') ⇒ ---ab--
        'abc'.ljust(6, '.') ⇒ abc...
        'abc'.rjust(6, '.') ⇒ ...abc
        '-42'.zfill(6) ⇒ -00042
        '+42'.zfill(6) ⇒ +00042
        'hello world'.title() ⇒ Hello World
        "they're bill's".title() ⇒ They'Re Bill'S
        'hELLO'.capitalize() ⇒ Hello
        'Hello'.swapcase() ⇒ hELLO
        text.upper() ⇒ HELLO, WORLD
        text.lower() ⇒ hello, world
        text.startswith('Hello') ⇒ True
        text.startswith(('x', 'He')) ⇒ True
        text.endswith('d', 0, 3) ⇒ False
        'abc'.isalpha() ⇒ True
        'abc1'.isalnum() ⇒ True
        '123'.isdigit() ⇒ True
        ''.isdigit() ⇒ False
        ' '.isspace() ⇒ True
        'Abc'.istitle() ⇒ True
        'ABC'.isupper() ⇒ True
        'a1_'.isidentifier() ⇒ True
        'a\tb'.expandtabs(4) ⇒ a   b
        'abc'.encode() ⇒ b'abc'
        '中'.encode('utf-8') ⇒ b'\xe4\xb8\xad'
        'abc'.encode().decode('utf-8') ⇒ abc
        'a😀b'[1] ⇒ 😀
        len(emoji) ⇒ 3
        emoji[::-1] ⇒ b😀a
        emoji.find('b') ⇒ 2
        '%s is %d years' % ('Bob', 42) ⇒ Bob is 42 years
        '%5.2f|%-8s|%08.3f' % (3.14159, 'ab', 2.5) ⇒  3.14|ab      |0002.500
        '%05d|%+d|%x|%X|%o|%#x' % (42, 42, 255, 255, 8, 255) ⇒ 00042|+42|ff|FF|10|0xff
        '%e|%g|%g|%g' % (12345.678, 0.00001, 123456789.0, 100000.0) ⇒ 1.234568e+04|1e-05|1.23457e+08|100000
        '%s' % [1, 2] ⇒ [1, 2]
        '%r' % 'a' ⇒ 'a'
        '%%'  % () ⇒ %
        '%(k)s-%(j)s' % d ⇒ 1-t
        '%c%c' % ('a', 66) ⇒ aB
        '%.3s' % 'abcdef' ⇒ abc
        '%*d' % (5, 42) ⇒    42
        '%s' % (1, 2) ⇒ (literal)
        '%d' % 'a' ⇒ (literal)
        '%d' % 3.99 ⇒ 3
        '%i' % True ⇒ 1
        '{} {}'.format(1, 'a') ⇒ 1 a
        '{0}{1}{0}'.format('a', 'b') ⇒ aba
        '{x}'.format(x=5) ⇒ 5
        '{:>10}|{:<10}|{:^10}'.format('a', 'b', 'c') ⇒          a|b         |    c     
        '{:05d}|{:,}|{:_}'.format(42, 1234567, 1234567) ⇒ 00042|1,234,567|1_234_567
        '{:.2f}|{:10.3e}|{:g}|{:%}'.format(3.14159, 12345.678, 0.0001, 0.25) ⇒ 3.14| 1.235e+04|0.0001|25.000000%
        '{:x}|{:X}|{:b}|{:o}|{:#x}'.format(255, 255, 5, 8, 255) ⇒ ff|FF|101|10|0xff
        '{!r:>6}'.format('a') ⇒    'a'
        '{{}}'.format() ⇒ {}
        '{:*^9}'.format('mid') ⇒ ***mid***
        '{:+.1f}'.format(2.25) ⇒ +2.2
        '{:.0f}'.format(0.5) ⇒ 0
        '{:.0f}'.format(1.5) ⇒ 2
        '{:.2f}'.format(0.125) ⇒ 0.12
        '{:.3}'.format(1234.5) ⇒ 1.23e+03
        '{:.10}'.format(1/3) ⇒ 0.3333333333
        '{:s}'.format('x') ⇒ x
        '{}'.format(None) ⇒ None
        '{}'.format([1]) ⇒ [1]
        '{:d}'.format(True) ⇒ 1
        '{}'.format(True) ⇒ True
        '{:,.2f}'.format(1234567.891) ⇒ 1,234,567.89
        '{:g}'.format(1e20) ⇒ 1e+20
        '{:n}'.format(5) ⇒ 5
        '{:e}'.format(0.0) ⇒ 0.000000e+00
        1 == 1.0 ⇒ True
        True == 1 ⇒ True
        '1' == 1 ⇒ False
        1 < 2 < 3 ⇒ True
        1 < 3 < 2 ⇒ False
        'a' < 'b' ⇒ True
        [1, 2] < [1, 3] ⇒ True
        (1, 2) == [1, 2] ⇒ False
        {1: 2} == {1: 2.0} ⇒ True
        {1, 2} <= {1, 2, 3} ⇒ True
        {1, 2} == {2, 1} ⇒ True
        None is None ⇒ True
        n is not None ⇒ False
        'k' in d ⇒ True
        1 in [1.0] ⇒ True
        'ell' in text ⇒ True
        not '' ⇒ True
        [] or 'x' ⇒ x
        0 and 'x' ⇒ 0
        'a' if [] else 'b' ⇒ b
        1 if 0 else 2 if 0 else 3 ⇒ 3
        [x * 2 for x in nums if x > 1] ⇒ [6, 4]
        [(x, y) for x in [1, 2] for y in 'ab'] ⇒ [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]
        {x: x * x for x in nums} ⇒ {3: 9, 1: 1, 2: 4}
        sum(x for x in nums) ⇒ 6
        any(x > 2 for x in nums) ⇒ True
        all([]) ⇒ True
        list(x for x in l) ⇒ ['p', 'q', 'r']
        ','.join(str(x) for x in nums) ⇒ 3,1,2
        [a + b for a, b in [(1, 2), (3, 4)]] ⇒ [3, 7]
        [k for k, (a, b) in [('x', (1, 2))]] ⇒ ['x']
        (lambda x, y=2: x + y)(1) ⇒ 3
        (lambda: 5)() ⇒ 5
        list(zip([1,2,3], 'ab')) ⇒ [(1, 'a'), (2, 'b')]
        list(enumerate(l, 1)) ⇒ [(1, 'p'), (2, 'q'), (3, 'r')]
        list(reversed([1,2])) ⇒ [2, 1]
        tuple('ab') ⇒ ('a', 'b')
        dict([('a', 1)]) ⇒ {'a': 1}
        dict(a=1, b=2) ⇒ {'a': 1, 'b': 2}
        dict(zip(l, nums)) ⇒ {'p': 3, 'q': 1, 'r': 2}
        d.keys() ⇒ dict_keys(['k', 'j'])
        d.items() ⇒ dict_items([('k', 1), ('j', 't')])
        d.values() ⇒ dict_values([1, 't'])
        d.get('z') ⇒ None
        list(d) ⇒ ['k', 'j']
        sorted(d) ⇒ ['j', 'k']
        d.copy() ⇒ {'k': 1, 'j': 't'}
        d.pop('k') ⇒ 1
        [d.update({'z': 3}), d][1] ⇒ {'k': 1, 'j': 't', 'z': 3}
        [nums.append(9), nums][1] ⇒ [3, 1, 2, 9]
        nums.index(2) ⇒ 2
        nums.count(1) ⇒ 1
        nums + [4] ⇒ [3, 1, 2, 4]
        nums * 2 ⇒ [3, 1, 2, 3, 1, 2]
        2 * [0] ⇒ [0, 0]
        (1, 2) + (3,) ⇒ (1, 2, 3)
        'ab' * 3 ⇒ ababab
        'ab' * -1 ⇒ 
        str(1.5) + str(None) ⇒ 1.5None
        str([1, 'a']) ⇒ [1, 'a']
        bool('') ⇒ False
        bool([0]) ⇒ True
        list('abc') ⇒ ['a', 'b', 'c']
        float('1e3') ⇒ 1000.0
        float(5) ⇒ 5.0
        int(True) ⇒ 1
        str(True) ⇒ True
        len('中文') ⇒ 2
        -i ⇒ -7
        +neg ⇒ -3
        - -i ⇒ 7
        not not i ⇒ True
        i if i > 5 and f < 2 or n else 'z' ⇒ 7
        2 ** 3 ** 2 ⇒ 512
        -2 ** 2 ⇒ -4
        (-2) ** 2 ⇒ 4
        10 - 3 - 2 ⇒ 5
        100 / 10 / 5 ⇒ 2.0
        1 + 2 * 3 - 4 // 2 ⇒ 5
        0x1F + 0o17 + 0b11 ⇒ 49
        1_000_000 ⇒ 1000000
        1e3 ⇒ 1000.0
        .5 + 5. ⇒ 5.5
        r'\n' ⇒ \n
        '\x41\u4e2d\101' ⇒ A中A
        """a"b""" ⇒ a"b
        b'abc' ⇒ b'abc'
        b'\x00\xff"' ⇒ b'\x00\xff"'
        {'a': {'b': [1, 2, {'c': 3}]}}['a']['b'][2]['c'] ⇒ 3
        d['k'] + len(l) ⇒ 4
        l[-1][0].upper().lower() ⇒ r
        [1, 2, 3][slice(0, 2)] ⇒ [1, 2]
        max(1, 2.5, True) ⇒ 2.5
        min([3, 1], [2]) ⇒ [2]
        round(1.005, 2) ⇒ 1.0
        'abc' > 'abd' ⇒ False
        '😀' > '\uffff' ⇒ True
        1 in {1: 2} ⇒ True
        'a' not in 'abc' ⇒ False
        [*nums, 4] ⇒ [3, 1, 2, 4]
        max(*nums) ⇒ 3
        3 .bit_length() ⇒ 2
        (1.0).is_integer() ⇒ True
        1.5e300 * 1e10 ⇒ inf
        1e308 * 10 ⇒ inf
        10 ** 20 ⇒ 100000000000000000000
        -5 // 3.0 ⇒ -2.0
        5 % 3.5 ⇒ 1.5
        -1 % 0.3 ⇒ 0.19999999999999996
        1e-320 ⇒ 1e-320
        5e-324 ⇒ 5e-324
        1.7976931348623157e308 ⇒ 1.7976931348623157e+308
        0.1 + 0.2 ⇒ 0.30000000000000004
        100.0 ⇒ 100.0
        1e2 ⇒ 100.0
        123456789012345680.0 ⇒ 1.2345678901234568e+17
        12345678901234567.0 ⇒ 1.2345678901234568e+16
        int('12345678901234567890') ⇒ 12345678901234567890
        datetime.datetime(2024, 2, 29, 13, 5, 9) ⇒ 2024-02-29 13:05:09
        datetime.datetime(2024, 2, 29) + datetime.timedelta(days=1, hours=2) ⇒ 2024-03-01 02:00:00
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).isoformat() ⇒ 2024-02-29T01:02:03.000456
        datetime.date(2024, 1, 1) - datetime.date(2023, 1, 1) ⇒ 365 days, 0:00:00
        datetime.timedelta(seconds=-1) ⇒ -1 day, 23:59:59
        datetime.timedelta(days=2, seconds=3661, milliseconds=5) ⇒ 2 days, 1:01:01.005000
        [datetime.timedelta(hours=25)] ⇒ [datetime.timedelta(days=1, seconds=3600)]
        datetime.timedelta(minutes=90).total_seconds() ⇒ 5400.0
        datetime.timedelta(days=1) / 2 ⇒ 12:00:00
        datetime.timedelta(days=1) * 3 ⇒ 3 days, 0:00:00
        datetime.timedelta(1) // 10**30 ⇒ 0:00:00
        datetime.timedelta(-1) // 10**30 ⇒ -1 day, 23:59:59.999999
        datetime.timedelta(days=3) // datetime.timedelta(hours=-7) ⇒ -11
        datetime.timedelta(microseconds=-7) // 2 ⇒ -1 day, 23:59:59.999996
        datetime.datetime.strptime('2024-01-02 03:04:05', '%Y-%m-%d %H:%M:%S') ⇒ 2024-01-02 03:04:05
        datetime.datetime.strptime('2024-01-02', '%Y/%m/%d') ⇒ (literal)
        datetime.datetime.strptime('Jan 5 24 1:07 PM', '%b %d %y %I:%M %p') ⇒ 2024-01-05 13:07:00
        datetime.datetime(2024, 2, 9, 15, 4, 5).strftime('%Y-%m-%d %H:%M:%S %a %A %b %B %j %y %I %p %w %U %W %% %d/%m') ⇒ 2024-02-09 15:04:05 Fri Friday Feb February 040 24 03 PM 5 05 06 % 09/02
        datetime.datetime(2024, 2, 29).replace(day=1, month=3) ⇒ 2024-03-01 00:00:00
        datetime.datetime(2024, 2, 29).weekday() ⇒ 3
        datetime.datetime(2023, 2, 29) ⇒ (literal)
        datetime.datetime(2024, 1, 1) < datetime.datetime(2024, 1, 2) ⇒ True
        datetime.datetime(2024, 1, 1) == datetime.datetime(2024, 1, 1) ⇒ True
        [datetime.datetime(2024, 1, 1), datetime.date(2024, 1, 1), datetime.datetime(2024,1,1,1,1,1,5)] ⇒ [datetime.datetime(2024, 1, 1, 0, 0), datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1, 1, 1, 1, 5)]
        datetime.datetime(2024, 5, 6, 7, 8).date() ⇒ 2024-05-06
        '{:%Y%m%d}'.format(datetime.datetime(2024, 1, 2)) ⇒ 20240102
        datetime.datetime.fromisoformat('2024-01-02T03:04:05') ⇒ 2024-01-02 03:04:05
        hashlib.md5('abc'.encode()).hexdigest() ⇒ 900150983cd24fb0d6963f7d28e17f72
        hashlib.sha256(b'abc').hexdigest() ⇒ ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        hashlib.sha1('中'.encode('utf8')).hexdigest() ⇒ 0869071c92c0c11170ac87036bebedb52ea0c993
        hashlib.md5('abc') ⇒ (literal)
        json.dumps({'a': [1, 2.5, None, True, '中"\n'], 'b': {}}) ⇒ {"a": [1, 2.5, null, true, "\u4e2d\"\n"], "b": {}}
        json.dumps({'a': '中'}, ensure_ascii=False) ⇒ {"a": "中"}
        json.dumps({'b': 1, 'a': [1, 2], 'c': [], 'd': {}}, indent=2, sort_keys=True) ⇒ {␤  "a": [␤    1,␤    2␤  ],␤  "b": 1,␤  "c": [],␤  "d": {}␤}
        json.dumps([1, 2], separators=(',', ':')) ⇒ [1,2]
        json.dumps({1: 2, True: 3, None: 4}) ⇒ {"1": 3, "null": 4}
        json.loads('{"a": [1, 2.0, null, true]}') ⇒ {'a': [1, 2.0, None, True]}
        json.loads('[1, 2') ⇒ (literal)
        json.loads('{"a": {"b": 5}}')['a']['b'] ⇒ 5
        os.path.basename('/a/b/c.txt') ⇒ c.txt
        os.path.dirname('/a/b/c.txt') ⇒ /a/b
        os.path.join('/a', 'b', 'c') ⇒ /a/b/c
        os.path.join('a/', '/b') ⇒ /b
        os.path.splitext('/a/b.tar.gz') ⇒ ('/a/b.tar', '.gz')
        os.path.splitext('.bashrc') ⇒ ('.bashrc', '')
        os.path.split('/a/b/') ⇒ ('/a/b', '')
        os.path.normpath('/a/./b/../c//d') ⇒ /a/c/d
        re.findall(r'\d+', 'a1b22c333') ⇒ ['1', '22', '333']
        re.findall(r'(\w)(\d)', 'a1b2') ⇒ [('a', '1'), ('b', '2')]
        re.findall(r'(\d)', 'a1b2') ⇒ ['1', '2']
        re.sub(r'\d+', '#', 'a1b22') ⇒ a#b#
        re.sub(r'(\w)-(\w)', r'\2-\1', 'a-b c-d') ⇒ b-a d-c
        re.sub('a', 'b', 'aaa', 2) ⇒ bba
        re.sub(r'(?P<x>\d)', r'<\g<x>>', 'a1') ⇒ a<1>
        re.sub(r'\d', lambda m: str(int(m.group()) * 2), 'a1b2') ⇒ a2b4
        re.split(r'[,;]', 'a,b;c') ⇒ ['a', 'b', 'c']
        re.split(r'(,)', 'a,b') ⇒ ['a', ',', 'b']
        re.match(r'(\w+)@(\w+)', 'me@host').groups() ⇒ ('me', 'host')
        re.match(r'(\w+)@(\w+)', 'me@host').group(1, 2) ⇒ ('me', 'host')
        re.match('b', 'abc') ⇒ None
        re.search('b', 'abc').span() ⇒ (1, 2)
        re.search('b', 'abc') ⇒ <re.Match object; span=(1, 2), match='b'>
        re.fullmatch(r'\d+', '123').group() ⇒ 123
        re.fullmatch(r'\d+', '123a') ⇒ None
        re.match(r'(?P<y>\d{4})-(?P<m>\d\d)', '2024-05').groupdict() ⇒ {'y': '2024', 'm': '05'}
        re.search(r'(?P<y>\d)(x)?', 'a1').group(2) ⇒ None
        re.findall('A', 'aA', re.I) ⇒ ['a', 'A']
        re.compile(r'\d').findall('1a2') ⇒ ['1', '2']
        re.escape('a.b*c') ⇒ a\.b\*c
        re.split(r'\s+', 'a b  c') ⇒ ['a', 'b', 'c']
        re.findall(r'a|b', 'abc') ⇒ ['a', 'b']
        re.findall('x*', 'axb') ⇒ ['', 'x', '', '']
        re.sub('x*', '-', 'abxd') ⇒ -a-b--d-
        re.findall(r'^\w', 'a\nb', re.M) ⇒ ['a', 'b']
        re.search(r'[[]', 'a[b').start() ⇒ 1
        (d | {'k': 2}) ⇒ {'k': 2, 'j': 't'}
        'a' + 1 ⇒ (literal)
        [1] + (2,) ⇒ (literal)
        1 / 0 ⇒ (literal)
        [][0] ⇒ (literal)
        {}['x'] ⇒ (literal)
        {}.x ⇒ (literal)
        {[]: 1} ⇒ (literal)
        undefined ⇒ (literal)
        int('x') ⇒ (literal)
        'abc'.nope() ⇒ (literal)
        1() ⇒ (literal)
        '{a}'.format() ⇒ (literal)
        max([]) ⇒ (literal)
        [1,2,3].sort() ⇒ None
        sorted([1, 'a']) ⇒ (literal)
        len(5) ⇒ (literal)
        sum(['a']) ⇒ (literal)
        'a'.join([1]) ⇒ (literal)
        float('x') ⇒ (literal)
        range(0, 10, 0) ⇒ (literal)
        list(5) ⇒ (literal)
        dict([1]) ⇒ (literal)
        None + 1 ⇒ (literal)
        -'a' ⇒ (literal)
        'x'.zfill('y') ⇒ (literal)
        """""";
}
