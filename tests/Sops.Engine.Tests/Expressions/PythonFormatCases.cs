namespace Sops.Engine.Tests.Expressions;

/// <summary>What CPython makes of conversions, format specifications, and the methods of lists, dicts, sets and bytes.</summary>
internal static class PythonFormatCases
{
    /// <summary>As in <see cref="PythonCases" />.</summary>
    public const string Table = """"""
        '}'.format() ⇒ (literal)
        'a}b'.format() ⇒ (literal)
        '{'.format() ⇒ (literal)
        '{0'.format(1) ⇒ (literal)
        '{0} {}'.format(1, 2) ⇒ (literal)
        '{} {0}'.format(1, 2) ⇒ (literal)
        '{!s}'.format(None) ⇒ None
        '{!s:>6}'.format(True) ⇒   True
        '{!r}'.format('x') ⇒ 'x'
        '{!x}'.format(1) ⇒ (literal)
        '{5}'.format(1) ⇒ (literal)
        '{:}'.format(3) ⇒ 3
        '{:.2f} {:5d}'.format(1.5, 3) ⇒ 1.50     3
        b'\xff'.decode() ⇒ (literal)
        b'\xff'.decode('utf-8', 'ignore') ⇒ 
        b'a\xffb'.decode('utf-8', 'replace') ⇒ a�b
        b'a\xffb'.decode('ascii', 'ignore') ⇒ ab
        b'a\xffb'.decode('ascii', 'replace') ⇒ a�b
        b'a\xe9b'.decode('latin-1') ⇒ aéb
        b'a\xe9b'.decode('iso-8859-1') ⇒ aéb
        b'a\xe9b'.decode('latin1') ⇒ aéb
        b'abc'.decode('us-ascii') ⇒ abc
        b'abc'.decode('UTF_8') ⇒ abc
        b'abc'.decode('nope') ⇒ (literal)
        b'ab\xff'.hex() ⇒ 6162ff
        'é'.encode('ascii') ⇒ (literal)
        'é'.encode('ascii', 'ignore') ⇒ b''
        'aéb'.encode('ascii', 'replace') ⇒ b'a?b'
        'é'.encode('latin-1') ⇒ b'\xe9'
        '中'.encode('latin-1', 'replace') ⇒ b'?'
        '中'.encode('latin-1', 'ignore') ⇒ b''
        '中'.encode('latin-1') ⇒ (literal)
        'abc'.encode('ascii', errors='strict') ⇒ b'abc'
        'abc'.encode(encoding='utf8') ⇒ b'abc'
        str(b'abc', 'utf-8') ⇒ abc
        str(b'abc') ⇒ b'abc'
        str(b'ab\xff', 'utf-8', 'ignore') ⇒ ab
        str(b'ab\xff', errors='replace') ⇒ ab�
        str('a', 'utf-8') ⇒ (literal)
        str() ⇒ 
        str(1, 'utf-8') ⇒ (literal)
        int(float('inf')) ⇒ (literal)
        int(float('nan')) ⇒ (literal)
        int() ⇒ 0
        float() ⇒ 0.0
        float(None) ⇒ (literal)
        int(None) ⇒ (literal)
        int([]) ⇒ (literal)
        int('12', 3) ⇒ 5
        int('19', 8) ⇒ (literal)
        int('z', 36) ⇒ 35
        int('-z', 36) ⇒ -35
        int('0o17', 0) ⇒ 15
        int('0o17', 8) ⇒ 15
        int('0x', 16) ⇒ (literal)
        int('0b2', 2) ⇒ (literal)
        int('0b2', 0) ⇒ (literal)
        int('+5', 10) ⇒ 5
        int('', 10) ⇒ (literal)
        int(' ', 10) ⇒ (literal)
        int(' 1_0 ', 10) ⇒ 10
        int('0', 0) ⇒ 0
        int('00', 0) ⇒ 0
        int('0_0', 0) ⇒ 0
        int('5', 1) ⇒ (literal)
        int('5', 37) ⇒ (literal)
        int('5', -1) ⇒ (literal)
        int('5!', 10) ⇒ (literal)
        int('é', 16) ⇒ (literal)
        int(5, 10) ⇒ (literal)
        int('0x_f', 16) ⇒ 15
        int('0X1F', 0) ⇒ 31
        int('-0b11', 0) ⇒ -3
        int('1' * 4300) % 7 ⇒ 5
        int('1' * 4301) ⇒ (literal)
        round(float('inf')) ⇒ (literal)
        round(float('nan')) ⇒ (literal)
        round(float('inf'), 2) ⇒ inf
        round(float('nan'), 2) ⇒ nan
        round(12345, -20000) ⇒ 0
        round(0.0, 3) ⇒ 0.0
        round(1.5, 400) ⇒ 1.5
        round(1.5, -400) ⇒ 0.0
        round(-1.5, -400) ⇒ -0.0
        round(99.995, 2) ⇒ 100.0
        round(9.9999, 3) ⇒ 10.0
        round(0.99999, 3) ⇒ 1.0
        round(1e22, 3) ⇒ 1e+22
        round(1e22, -3) ⇒ 1e+22
        round(55.5, -1) ⇒ 60.0
        round(45.0, -1) ⇒ 40.0
        round(25.0, -1) ⇒ 20.0
        round(True) ⇒ 1
        round(True, -1) ⇒ 0
        round('a') ⇒ (literal)
        round(1.5, 'a') ⇒ (literal)
        round(1.5, None) ⇒ 2
        round(7, 2) ⇒ 7
        round(1.5, ndigits=0) ⇒ 2.0
        round(1e308, -308) ⇒ 1e+308
        round(123.456, -2) ⇒ 100.0
        round(123.456, -3) ⇒ 0.0
        round(5e-324, 324) ⇒ 5e-324
        round(0.000123456, 5) ⇒ 0.00012
        d.pop('z') ⇒ (literal)
        d.pop('z', 'none') ⇒ none
        d.pop('z', None) ⇒ None
        d.pop() ⇒ (literal)
        d.setdefault('k', 5) ⇒ 1
        d.setdefault('z', 5) ⇒ 5
        d.setdefault('z') ⇒ None
        [d.setdefault('z', []).append(1), d][1] ⇒ {'k': 1, 'j': 't', 'z': [1]}
        [d.clear(), d][1] ⇒ {}
        dict.fromkeys('ab') ⇒ {'a': None, 'b': None}
        dict.fromkeys([1, 2], 0) ⇒ {1: 0, 2: 0}
        dict.fromkeys(['b', 'a', 'b'], 'x') ⇒ {'b': 'x', 'a': 'x'}
        dict.fromkeys(5) ⇒ (literal)
        dict(d, z=1) ⇒ {'k': 1, 'j': 't', 'z': 1}
        dict({'a': 1}) ⇒ {'a': 1}
        dict([('a', 1, 2)]) ⇒ (literal)
        dict(5) ⇒ (literal)
        [d.update([('a', 1)], b=2), d][1] ⇒ {'k': 1, 'j': 't', 'a': 1, 'b': 2}
        {}.popitem() ⇒ (literal)
        [nums.extend('ab'), nums][1] ⇒ [3, 1, 2, 'a', 'b']
        [nums.insert(0, 9), nums][1] ⇒ [9, 3, 1, 2]
        [nums.insert(-1, 9), nums][1] ⇒ [3, 1, 9, 2]
        [nums.insert(-100, 9), nums][1] ⇒ [9, 3, 1, 2]
        [nums.insert(100, 9), nums][1] ⇒ [3, 1, 2, 9]
        [nums.remove(1), nums][1] ⇒ [3, 2]
        nums.remove(99) ⇒ (literal)
        nums.pop() ⇒ 2
        nums.pop(0) ⇒ 3
        nums.pop(-2) ⇒ 1
        nums.pop(3) ⇒ (literal)
        nums.pop(-4) ⇒ (literal)
        [].pop() ⇒ (literal)
        [nums.reverse(), nums][1] ⇒ [2, 1, 3]
        [nums.sort(reverse=True), nums][1] ⇒ [3, 2, 1]
        [nums.clear(), nums][1] ⇒ []
        [nums.copy().append(1), nums][1] ⇒ [3, 1, 2]
        [].remove(1) ⇒ (literal)
        nums.index(9) ⇒ (literal)
        nums.index(3, 1) ⇒ (literal)
        nums.index(2, -1) ⇒ 2
        nums.index(2, 0, 1) ⇒ (literal)
        (1, 2, 1).count(1) ⇒ 2
        (1, 2, 1).index(2) ⇒ 1
        {1, 2}.intersection([2, 3]) ⇒ {2}
        {1, 2, 3}.difference([2], [3]) ⇒ {1}
        {1}.union([2], (3,)) ⇒ {1, 2, 3}
        {1, 2}.union() ⇒ {1, 2}
        {1, 2}.symmetric_difference([2, 3]) ⇒ {1, 3}
        {1}.issubset([1, 2]) ⇒ True
        {1, 3}.issubset([1, 2]) ⇒ False
        {1, 2}.issuperset([1]) ⇒ True
        {1, 2}.issuperset([3]) ⇒ False
        {1}.isdisjoint([2]) ⇒ True
        {1}.isdisjoint([1]) ⇒ False
        {1, 2}.copy() ⇒ {1, 2}
        [(lambda s: [s.add(3), s])(({1}))][0][1] ⇒ {1, 3}
        (lambda s: [s.add(3), s])({1}) ⇒ [None, {1, 3}]
        (lambda s: [s.discard(1), s])({1, 2}) ⇒ [None, {2}]
        (lambda s: [s.discard(9), s])({1, 2}) ⇒ [None, {1, 2}]
        (lambda s: [s.add(1), s])({1, 2}) ⇒ [None, {1, 2}]
        {1, 2} - {2} ⇒ {1}
        {1, 2} & {2, 3} ⇒ {2}
        {1, 2} ^ {2, 3} ⇒ {1, 3}
        ({1} | {2}) ⇒ {1, 2}
        {1, 2} < {1, 2} ⇒ False
        {1, 2} < {1, 2, 3} ⇒ True
        {1, 2} >= {1, 2} ⇒ True
        {1, 2} > {1} ⇒ True
        {1, 2} > {1, 2} ⇒ False
        {1, 2} <= {1} ⇒ False
        {1} < [1] ⇒ (literal)
        1 in {1, 2} ⇒ True
        {x % 2 for x in nums} == {0, 1} ⇒ True
        {x for x in 'aa'} ⇒ {'a'}
        {*[1, 2]} ⇒ {1, 2}
        '{:E}'.format(12345.678) ⇒ 1.234568E+04
        '{:G}'.format(1e-10) ⇒ 1E-10
        '{:F}'.format(float('inf')) ⇒ INF
        '{:f}'.format(float('inf')) ⇒ inf
        '{:e}'.format(float('-inf')) ⇒ -inf
        '{}'.format(float('inf')) ⇒ inf
        '{:010.2f}'.format(float('inf')) ⇒ 0000000inf
        '{:,}'.format(float('inf')) ⇒ inf
        '{:#g}'.format(1.0) ⇒ 1.00000
        '{:#.3g}'.format(1.0) ⇒ 1.00
        '{:g}'.format(1.0) ⇒ 1
        '{:g}'.format(100000.0) ⇒ 100000
        '{:g}'.format(1234567.0) ⇒ 1.23457e+06
        '{:.0g}'.format(123.0) ⇒ 1e+02
        '{:.0e}'.format(15.0) ⇒ 2e+01
        '{:.1e}'.format(0.000123) ⇒ 1.2e-04
        '{:+}'.format(1.5) ⇒ +1.5
        '{: }'.format(1.5) ⇒  1.5
        '{: d}'.format(5) ⇒  5
        '{:8}'.format(1.5) ⇒      1.5
        '{:<8}|'.format(1.5) ⇒ 1.5     |
        '{:=8}'.format(-1.5) ⇒ -    1.5
        '{:^8}'.format(1.5) ⇒   1.5   
        '{:d}'.format(1.5) ⇒ (literal)
        '{:s}'.format(1.5) ⇒ (literal)
        '{:s}'.format(5) ⇒ (literal)
        '{:d}'.format('a') ⇒ (literal)
        '{:=5}'.format('a') ⇒ (literal)
        '{:,}'.format('a') ⇒ (literal)
        '{:05}'.format('a') ⇒ a0000
        '{:.2}'.format('abc') ⇒ ab
        '{:5}|'.format('abc') ⇒ abc  |
        '{:5}'.format(None) ⇒ (literal)
        '{:5}'.format([1]) ⇒ (literal)
        '{:.}'.format(1.5) ⇒ (literal)
        '{:dd}'.format(5) ⇒ (literal)
        '{:c}'.format(65) ⇒ A
        '{:>5c}'.format(65) ⇒     A
        '{:c}'.format(-1) ⇒ (literal)
        '{:c}'.format(1114112) ⇒ (literal)
        '{:c}'.format(57344) ⇒ 
        '{:,d}'.format(-1234567) ⇒ -1,234,567
        '{:_d}'.format(1234) ⇒ 1_234
        '{:#X}'.format(255) ⇒ 0XFF
        '{:#o}'.format(8) ⇒ 0o10
        '{:#b}'.format(5) ⇒ 0b101
        '{:#010x}'.format(255) ⇒ 0x000000ff
        '{:+x}'.format(255) ⇒ +ff
        '{:010,.2f}'.format(1234.5) ⇒ 001,234.50
        '{:%}'.format(0.5) ⇒ 50.000000%
        '{:.1%}'.format(1) ⇒ 100.0%
        '{:e}'.format(5) ⇒ 5.000000e+00
        '{:f}'.format(True) ⇒ 1.000000
        '{:n}'.format(1.5) ⇒ 1.5
        '{:n}'.format(1234567.0) ⇒ 1.23457e+06
        '{:x}'.format(1.5) ⇒ (literal)
        '{:x}'.format('a') ⇒ (literal)
        '{:x}'.format(True) ⇒ 1
        '{:.3f}'.format(10**30) ⇒ 1000000000000000019884624838656.000
        '{:d}'.format(10**30) ⇒ 1000000000000000000000000000000
        '{:99999999999}'.format(1) ⇒ (literal)
        '{:.99999999999f}'.format(1.0) ⇒ (literal)
        '{:0}'.format(1) ⇒ 1
        '{:00}'.format(1) ⇒ 1
        '{:0<5}'.format(1) ⇒ 10000
        '{: >5}'.format('a') ⇒     a
        '%' % () ⇒ (literal)
        'a%' % () ⇒ (literal)
        '%(k' % d ⇒ (literal)
        '%(k)s' % 5 ⇒ (literal)
        '%(z)s' % d ⇒ (literal)
        '%(k)' % d ⇒ (literal)
        '%-+ 0#5d|' % 5 ⇒ +5   |
        '% d' % 5 ⇒  5
        '%+d' % -5 ⇒ -5
        '%ld' % 5 ⇒ 5
        '%hd' % 5 ⇒ 5
        '%Ld' % 5 ⇒ 5
        '%-05d|' % 5 ⇒ 5    |
        '%05s|' % 'a' ⇒     a|
        '%05r|' % 'a' ⇒   'a'|
        '%05c|' % 'a' ⇒     a|
        '%5c|' % 'a' ⇒     a|
        '%-5c|' % 'a' ⇒ a    |
        '%.2d' % 5 ⇒ 05
        '%.3x' % 10 ⇒ 00a
        '%#x' % 0 ⇒ 0x0
        '%#o' % 0 ⇒ 0o0
        '%#X' % 255 ⇒ 0XFF
        '%x' % -255 ⇒ -ff
        '%#x' % -255 ⇒ -0xff
        '%05x' % -255 ⇒ -00ff
        '%+.2e' % 12345.0 ⇒ +1.23e+04
        '%E' % 12345.0 ⇒ 1.234500E+04
        '%G' % 1e-10 ⇒ 1E-10
        '%F' % float('inf') ⇒ INF
        '%010f' % float('inf') ⇒ 0000000inf
        '%d' % float('inf') ⇒ (literal)
        '%d' % float('nan') ⇒ (literal)
        '%d' % 1e30 ⇒ 1000000000000000019884624838656
        '%d' % None ⇒ (literal)
        '%x' % 1.5 ⇒ (literal)
        '%f' % 'a' ⇒ (literal)
        '%f' % 5 ⇒ 5.000000
        '%f' % True ⇒ 1.000000
        '%c' % 'ab' ⇒ (literal)
        '%c' % '' ⇒ (literal)
        '%c' % '😀' ⇒ 😀
        '%c' % 128512 ⇒ 😀
        '%c' % -1 ⇒ (literal)
        '%c' % 1.5 ⇒ (literal)
        '%c' % None ⇒ (literal)
        '%z' % 5 ⇒ (literal)
        '%u' % 5 ⇒ 5
        '%.1r' % 'abc' ⇒ '
        '%s %s' % ('a',) ⇒ (literal)
        '%s' % () ⇒ (literal)
        'a' % () ⇒ a
        'a' % (1,) ⇒ (literal)
        'a' % 1 ⇒ (literal)
        'a' % d ⇒ a
        'a' % [1] ⇒ a
        '%s' % d ⇒ {'k': 1, 'j': 't'}
        '%*d|' % (-5, 42) ⇒ 42   |
        '%-*d|' % (5, 42) ⇒ 42   |
        '%.*f' % (2, 3.14159) ⇒ 3.14
        '%*d' % ('a', 42) ⇒ (literal)
        '%*.*f' % (8, 2, 3.14159) ⇒     3.14
        '%99999999999d' % 5 ⇒ (literal)
        '%.99999999999f' % 5 ⇒ (literal)
        '%s' % (None,) ⇒ None
        '%s|%s' % ([1], (2,)) ⇒ [1]|(2,)
        '%i' % 3.99 ⇒ 3
        '%o' % 8 ⇒ 10
        '%5%' % () ⇒ (literal)
        '%%' % 5 ⇒ (literal)
        '%' % 5 ⇒ (literal)
        '%(a)d %(b).1f' % {'a': 1, 'b': 2.25} ⇒ 1 2.2
        '%(k)s %s' % d ⇒ (literal)
        '%(k)*d' % d ⇒ (literal)
        '%#g' % 1.0 ⇒ 1.00000
        '%.0f' % 2.5 ⇒ 2
        '%.10g' % 0.1 ⇒ 0.1
        '%g' % 1e100 ⇒ 1e+100
        '%s' % 1e100 ⇒ 1e+100
        '%d' % True ⇒ 1
        '%r' % q ⇒ "it's"
        '%5.1f|%-7.2e|' % (2.25, 1234.5) ⇒   2.2|1.23e+03|
        """""";
}
