namespace Sops.Engine.Tests.Expressions;

/// <summary>What CPython makes of the methods of texts, of the builtin functions, and of subscripts.</summary>
internal static class PythonTextCases
{
    /// <summary>As in <see cref="PythonCases" />.</summary>
    public const string Table = """"""
        'abcabc'.rindex('c') ⇒ 5
        'abcabc'.rindex('z') ⇒ (literal)
        'abcabc'.index('c', 3) ⇒ 5
        'abcabc'.index('c', 3, 5) ⇒ (literal)
        'abc'.removeprefix('ab') ⇒ c
        'abc'.removeprefix('x') ⇒ abc
        'abc'.removesuffix('bc') ⇒ a
        'abc'.removesuffix('x') ⇒ abc
        'abc'.removesuffix('') ⇒ abc
        'ß'.casefold() ⇒ ss
        'ABC'.casefold() ⇒ abc
        'ß'.upper() ⇒ SS
        'ﬁ'.upper() ⇒ FI
        'ÀÉ'.lower() ⇒ àé
        'straße'.title() ⇒ Straße
        'ß'.swapcase() ⇒ SS
        'abc'.strip('ca') ⇒ b
        'abc'.strip(None) ⇒ abc
        'abc'.strip(5) ⇒ (literal)
        'abc'.lstrip('a') ⇒ bc
        'abc'.rstrip('c') ⇒ ab
        'abc'.center(8, 'xy') ⇒ (literal)
        'abc'.center(8, '') ⇒ (literal)
        'abc'.center(8, '😀') ⇒ 😀😀abc😀😀😀
        'abc'.ljust(2) ⇒ abc
        'abc'.center(-5) ⇒ abc
        'abc'.count('b', 5) ⇒ 0
        'abc'.count('', 1, 2) ⇒ 2
        'abc'.count('', 5) ⇒ 0
        'abc'.count('', 3) ⇒ 1
        'abc'.count('', 4) ⇒ 0
        'abc'.count('c', -1) ⇒ 1
        'abc'.find('', 3) ⇒ 3
        'abc'.find('', 4) ⇒ -1
        'abc'.find('', 2, 1) ⇒ -1
        'abc'.find('b', None, None) ⇒ 1
        'abc'.find('b', 1, -1) ⇒ 1
        'abc'.find('b', -100, 100) ⇒ 1
        'abc'.find('b', 10**30) ⇒ -1
        'abc'.find('a', -10**30) ⇒ 0
        'abc'.rfind('') ⇒ 3
        'abc'.rfind('', 0, 2) ⇒ 2
        'abc'.startswith('') ⇒ True
        'abc'.startswith('b', 1) ⇒ True
        'abc'.startswith('', 4) ⇒ False
        'abc'.startswith('', 3) ⇒ True
        'abc'.startswith('', 2, 1) ⇒ False
        'abc'.startswith(()) ⇒ False
        'abc'.startswith(('x', 5)) ⇒ (literal)
        'abc'.startswith(5) ⇒ (literal)
        'abc'.startswith(['a']) ⇒ (literal)
        'abc'.endswith('c', 0, 3) ⇒ True
        'abc'.endswith(('b', 'c')) ⇒ True
        'abc'.endswith('', 4) ⇒ False
        emoji.find('b', 2) ⇒ 2
        emoji.count('') ⇒ 4
        emoji.index('😀') ⇒ 1
        emoji.rfind('b') ⇒ 2
        emoji.startswith('b', 2) ⇒ True
        emoji.endswith('😀', 0, 2) ⇒ True
        'abc'.isascii() ⇒ True
        'é'.isascii() ⇒ False
        ''.isascii() ⇒ True
        '12'.isdecimal() ⇒ True
        '²'.isdecimal() ⇒ False
        '²'.isdigit() ⇒ True
        '³¹'.isdigit() ⇒ True
        '①'.isdigit() ⇒ True
        '⁴'.isdigit() ⇒ True
        '½'.isdigit() ⇒ False
        '½'.isnumeric() ⇒ True
        'Ⅷ'.isnumeric() ⇒ True
        '中'.isnumeric() ⇒ False
        'a'.isnumeric() ⇒ False
        ''.isnumeric() ⇒ False
        '٣'.isdecimal() ⇒ True
        '٣'.isdigit() ⇒ True
        'abc'.islower() ⇒ True
        'aBc'.islower() ⇒ False
        '123'.islower() ⇒ False
        'a1'.islower() ⇒ True
        '123'.isupper() ⇒ False
        'A1'.isupper() ⇒ True
        'Ab'.isupper() ⇒ False
        'ab'.istitle() ⇒ False
        'Ab Cd'.istitle() ⇒ True
        'Ab cd'.istitle() ⇒ False
        '123'.istitle() ⇒ False
        ''.istitle() ⇒ False
        "They're".istitle() ⇒ False
        'a1'.isidentifier() ⇒ True
        '1a'.isidentifier() ⇒ False
        ''.isidentifier() ⇒ False
        'a b'.isidentifier() ⇒ False
        '_'.isidentifier() ⇒ True
        'é'.isidentifier() ⇒ True
        'class'.isidentifier() ⇒ True
        'abc'.isprintable() ⇒ True
        'a\n'.isprintable() ⇒ False
        'a b'.isprintable() ⇒ True
        'a\u00a0'.isprintable() ⇒ False
        ''.isprintable() ⇒ True
        '\u200b'.isprintable() ⇒ False
        '\u3000'.isprintable() ⇒ False
        '中'.isprintable() ⇒ True
        '😀'.isprintable() ⇒ True
        ''.capitalize() ⇒ 
        'éa'.capitalize() ⇒ Éa
        '😀a'.capitalize() ⇒ 😀a
        ''.title() ⇒ 
        ''.isspace() ⇒ False
        ' \t\n\u3000'.isspace() ⇒ True
        '\x1c'.isspace() ⇒ True
        '\u200b'.isspace() ⇒ False
        ' a'.isspace() ⇒ False
        ''.isalpha() ⇒ False
        '中'.isalpha() ⇒ True
        'a1'.isalpha() ⇒ False
        '𝒜'.isalpha() ⇒ True
        'a\tb'.expandtabs() ⇒ a       b
        'a\tb\nc\td'.expandtabs(4) ⇒ a   b␤c   d
        'a\tb'.expandtabs(0) ⇒ ab
        'a\tb'.expandtabs(-1) ⇒ ab
        '\t'.expandtabs(tabsize=2) ⇒   
        '😀\tb'.expandtabs(4) ⇒ 😀   b
        'abc'.split('') ⇒ (literal)
        'abc'.partition('') ⇒ (literal)
        'abc'.rpartition('') ⇒ (literal)
        'abc'.rsplit('') ⇒ (literal)
        'a,b'.split(sep=',') ⇒ ['a', 'b']
        'a b c'.split(maxsplit=1) ⇒ ['a', 'b c']
        'a,b,c'.split(',', maxsplit=1) ⇒ ['a', 'b,c']
        'a b c'.split(None, 0) ⇒ ['a b c']
        ' a b '.split(None, 0) ⇒ ['a b ']
        ' a b '.rsplit(None, 0) ⇒ [' a b']
        'a,b'.split(',', 0) ⇒ ['a,b']
        'a,b'.rsplit(',', 0) ⇒ ['a,b']
        'aXbXc'.rsplit('X') ⇒ ['a', 'b', 'c']
        'a\x85b\u2028c'.splitlines() ⇒ ['a', 'b', 'c']
        'a\r\r\nb'.splitlines() ⇒ ['a', '', 'b']
        ''.splitlines() ⇒ []
        '\n'.splitlines() ⇒ ['']
        'a\x1cb'.split() ⇒ ['a', 'b']
        'a\u3000b'.split() ⇒ ['a', 'b']
        'abc'.replace('b', '', 0) ⇒ abc
        'abc'.replace('', '-', 2) ⇒ -a-bc
        'abc'.replace('', '-', 0) ⇒ abc
        'abc'.replace('b', 'x', -1) ⇒ axc
        'aaa'.replace('aa', 'b') ⇒ ba
        '😀b'.replace('', '-') ⇒ -😀-b-
        ''.replace('', 'x') ⇒ x
        ''.replace('a', 'x') ⇒ 
        ''.replace('', 'x', 1) ⇒ x
        ','.join([]) ⇒ 
        ','.join('abc') ⇒ a,b,c
        ','.join({'a': 1}) ⇒ a
        ','.join(5) ⇒ (literal)
        'abc'.join(['x']) ⇒ x
        'abc'.zfill(2) ⇒ abc
        'abc'.zfill(6) ⇒ 000abc
        ''.zfill(3) ⇒ 000
        '-'.zfill(3) ⇒ -00
        '--1'.zfill(5) ⇒ -00-1
        str.upper('abc') ⇒ ABC
        str.join(',', ['a']) ⇒ a
        str.upper(5) ⇒ (literal)
        abs(-5) ⇒ 5
        abs(True) ⇒ 1
        abs('a') ⇒ (literal)
        abs(datetime.timedelta(days=-1)) ⇒ 1 day, 0:00:00
        len({1: 2}) ⇒ 1
        len(d.items()) ⇒ 2
        len(b'abc') ⇒ 3
        len((1, 2)) ⇒ 2
        len({1, 2}) ⇒ 2
        len(None) ⇒ (literal)
        len(range(5, 0, -1)) ⇒ 5
        len(range(5, 0)) ⇒ 0
        bool() ⇒ False
        bool(None) ⇒ False
        bool(0.0) ⇒ False
        bool(range(0)) ⇒ False
        bool(d.keys()) ⇒ True
        bool({}.keys()) ⇒ False
        bool(set()) ⇒ False
        bool(b'') ⇒ False
        bool(datetime.timedelta(0)) ⇒ False
        list() ⇒ []
        tuple() ⇒ ()
        set([1, 1]) ⇒ {1}
        list(d.items()) ⇒ [('k', 1), ('j', 't')]
        list(b'ab') ⇒ [97, 98]
        list({1: 2}) ⇒ [1]
        enumerate(5) ⇒ (literal)
        list(enumerate('ab', start=5)) ⇒ [(5, 'a'), (6, 'b')]
        list(enumerate('ab', 10**30)) ⇒ [(1000000000000000000000000000000, 'a'), (1000000000000000000000000000001, 'b')]
        list(reversed('abc')) ⇒ ['c', 'b', 'a']
        list(reversed((1, 2))) ⇒ [2, 1]
        list(reversed(range(3))) ⇒ [2, 1, 0]
        list(reversed({1, 2})) ⇒ (literal)
        list(reversed(d)) ⇒ ['j', 'k']
        list(reversed(d.keys())) ⇒ ['j', 'k']
        list(reversed(enumerate([1]))) ⇒ (literal)
        reversed(5) ⇒ (literal)
        range() ⇒ (literal)
        range(1.5) ⇒ (literal)
        range(1, 10, 3) ⇒ range(1, 10, 3)
        range(1, 10) ⇒ range(1, 10)
        range(0, 0) ⇒ range(0, 0)
        range(1, 2, 3, 4) ⇒ (literal)
        range(5)[2] ⇒ 2
        range(5)[-1] ⇒ 4
        range(5)[5] ⇒ (literal)
        range(10)[2:5] ⇒ range(2, 5)
        range(10)[::2] ⇒ range(0, 10, 2)
        range(10)[::-1] ⇒ range(9, -1, -1)
        range(0, 10, 2)[1:] ⇒ range(2, 10, 2)
        range(10)[5:2] ⇒ range(5, 2)
        range(3) == range(3) ⇒ True
        list(range(3)) == [0, 1, 2] ⇒ True
        3 in range(0, 10, 2) ⇒ False
        3 in range(10) ⇒ True
        'a' in range(3) ⇒ False
        2.0 in range(3) ⇒ True
        slice(1) ⇒ slice(None, 1, None)
        slice(1, 2, 3) ⇒ slice(1, 2, 3)
        slice() ⇒ (literal)
        [1, 2, 3][slice(None, None, -1)] ⇒ [3, 2, 1]
        [1, 2, 3][slice(1)] ⇒ [1]
        [1, 2, 3][slice(0, 3, 2)] ⇒ [1, 3]
        [1, 2, 3][::0] ⇒ (literal)
        'abc'[::0] ⇒ (literal)
        [1, 2, 3][10**30:] ⇒ []
        [1, 2, 3][:-10**30] ⇒ []
        [1, 2, 3]['a'] ⇒ (literal)
        [1, 2, 3]['a':] ⇒ (literal)
        [1, 2, 3][True] ⇒ 2
        [1, 2, 3][1.0] ⇒ (literal)
        (1, 2)[::-1] ⇒ (2, 1)
        b'abc'[0] ⇒ 97
        b'abc'[1:] ⇒ b'bc'
        b'abc'[::-1] ⇒ b'cba'
        b'abc'[9] ⇒ (literal)
        'abc'[3] ⇒ (literal)
        'abc'[-4] ⇒ (literal)
        5[0] ⇒ (literal)
        None[0] ⇒ (literal)
        {1: 2}[1.0] ⇒ 2
        {1: 2}[True] ⇒ 2
        d[0] ⇒ (literal)
        d.keys()[0] ⇒ (literal)
        {1, 2}[0] ⇒ (literal)
        sum([1, 2], 10) ⇒ 13
        sum([1, 2], start=5) ⇒ 8
        sum([0.1] * 10) ⇒ 0.9999999999999999
        sum(5) ⇒ (literal)
        sum([[1]], None) ⇒ (literal)
        sum('ab') ⇒ (literal)
        sum([b'a'], b'') ⇒ (literal)
        sum([(1,), (2,)], ()) ⇒ (1, 2)
        sum([datetime.timedelta(1), datetime.timedelta(2)], datetime.timedelta(0)) ⇒ 3 days, 0:00:00
        max(5) ⇒ (literal)
        max('a', 'b') ⇒ b
        max([1, 2], [1, 3]) ⇒ [1, 3]
        max(1, 'a') ⇒ (literal)
        max([], default=None) ⇒ None
        max() ⇒ (literal)
        max(3, 1, key=lambda x: -x) ⇒ 1
        min('abc', key=lambda c: -'abc'.index(c)) ⇒ c
        min({'b': 1, 'a': 2}) ⇒ a
        min((3, 1, 2)) ⇒ 1
        max([1, 2], key=5) ⇒ (literal)
        max(1.5, float('nan')) ⇒ 1.5
        sorted([3, 1, 2], key=lambda x: -x) ⇒ [3, 2, 1]
        sorted([3, 1, 2], key=None) ⇒ [1, 2, 3]
        sorted(['b', 'a'], reverse=False) ⇒ ['a', 'b']
        sorted([(1, 'b'), (1, 'a')]) ⇒ [(1, 'a'), (1, 'b')]
        sorted([(1, 'b'), (0, 'a')], key=lambda p: p[0], reverse=True) ⇒ [(1, 'b'), (0, 'a')]
        sorted(['x1', 'y1', 'x0'], key=lambda v: v[1], reverse=True) ⇒ ['x1', 'y1', 'x0']
        sorted([1, 2], key=lambda: 1) ⇒ (literal)
        sorted([1], key=lambda x: 1 / 0) ⇒ (literal)
        sorted([2, 1], key=lambda x: 1 / 0) ⇒ (literal)
        sorted([[1], ['a']]) ⇒ (literal)
        sorted(5) ⇒ (literal)
        sorted({3, 1, 2}) ⇒ [1, 2, 3]
        sorted('hello') ⇒ ['e', 'h', 'l', 'l', 'o']
        pow(2, -1) ⇒ 0.5
        pow(2, 3, 0) ⇒ (literal)
        pow(2, 3, -5) ⇒ -2
        pow(-2, 3, 5) ⇒ 2
        pow(2.0, 3, 5) ⇒ (literal)
        pow(0, 0) ⇒ 1
        pow(2, 10, mod=1000) ⇒ 24
        pow(2, 3, None) ⇒ 8
        pow(2, -1, 4) ⇒ (literal)
        list(zip()) ⇒ []
        list(zip([1, 2])) ⇒ [(1,), (2,)]
        list(zip([1, 2], 5)) ⇒ (literal)
        all([1, 0]) ⇒ False
        any([]) ⇒ False
        all({}) ⇒ True
        any(5) ⇒ (literal)
        (1.5).is_integer() ⇒ False
        float('inf').is_integer() ⇒ False
        float('nan').is_integer() ⇒ False
        (5).bit_length() ⇒ 3
        (-5).bit_length() ⇒ 3
        (0).bit_length() ⇒ 0
        """""";
}
