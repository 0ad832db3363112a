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
        '😀'.encode('ascii', 'replace') ⇒ b'?'
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
        int('--5', 10) ⇒ (literal)
        int('+-5', 10) ⇒ (literal)
        int('', 10) ⇒ (literal)
        int(' ', 10) ⇒ (literal)
        int(' 1_0 ', 10) ⇒ 10
        int('1__0', 10) ⇒ (literal)
        int('_10', 10) ⇒ (literal)
        int('10_', 10) ⇒ (literal)
        int('010', 0) ⇒ (literal)
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
        int('１２') ⇒ 12
        int('１２', 10) ⇒ 12
        int('1' * 4300) % 7 ⇒ 5
        int('1' * 4301) ⇒ (literal)
        int('٣') ⇒ 3
        float('１.5') ⇒ 1.5
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
        round(number=2.5) ⇒ 2
        round(1.5, ndigits=0) ⇒ 2.0
        round(1e308, -308) ⇒ 1e+308
        round(1.7e308, -308) ⇒ (literal)
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
        '{:f}'.format(float('nan')) ⇒ nan
        '{:F}'.format(float('nan')) ⇒ NAN
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
        '{:#.0e}'.format(15.0) ⇒ 2.e+01
        '{:#.0f}'.format(15.0) ⇒ 15.
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
        '{:.2d}'.format(5) ⇒ (literal)
        '{:c}'.format(65) ⇒ A
        '{:5c}|'.format(65) ⇒     A|
        '{:>5c}'.format(65) ⇒     A
        '{:c}'.format(-1) ⇒ (literal)
        '{:c}'.format(1114112) ⇒ (literal)
        '{:c}'.format(57344) ⇒ 
        '{:,d}'.format(-1234567) ⇒ -1,234,567
        '{:_d}'.format(1234) ⇒ 1_234
        '{:_x}'.format(123456789) ⇒ 75b_cd15
        '{:_b}'.format(1234) ⇒ 100_1101_0010
        '{:,x}'.format(1234) ⇒ (literal)
        '{:#X}'.format(255) ⇒ 0XFF
        '{:#o}'.format(8) ⇒ 0o10
        '{:#b}'.format(5) ⇒ 0b101
        '{:#010x}'.format(255) ⇒ 0x000000ff
        '{:+x}'.format(255) ⇒ +ff
        '{:08,}'.format(1234) ⇒ 0,001,234
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
        '{:5}'.format(True) ⇒     1
        '{:5}|'.format(True) ⇒     1|
        '{:s}'.format(True) ⇒ (literal)
        '{:<5}|'.format(True) ⇒ 1    |
        '{:.3f}'.format(10**30) ⇒ 1000000000000000019884624838656.000
        '{:d}'.format(10**30) ⇒ 1000000000000000000000000000000
        '{:99999999999}'.format(1) ⇒ (literal)
        '{:.99999999999f}'.format(1.0) ⇒ (literal)
        '{:0}'.format(1) ⇒ 1
        '{:00}'.format(1) ⇒ 1
        '{:0<5}'.format(1) ⇒ 10000
        '{:<05}'.format(1) ⇒ 10000
        '{:>05}'.format(1) ⇒ 00001
        '{:^05}'.format('a') ⇒ 00a00
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
        '%lld' % 5 ⇒ (literal)
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
        '%f' % float('nan') ⇒ nan
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
        '%.*f' % (-2, 3.14159) ⇒ 3
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
        '%#.0f' % 2.0 ⇒ 2.
        '%#g' % 1.0 ⇒ 1.00000
        '%.0f' % 2.5 ⇒ 2
        '%.10g' % 0.1 ⇒ 0.1
        '%g' % 1e100 ⇒ 1e+100
        '%s' % 1e100 ⇒ 1e+100
        '%d' % True ⇒ 1
        '%r' % q ⇒ "it's"
        '%5.1f|%-7.2e|' % (2.25, 1234.5) ⇒   2.2|1.23e+03|
        '{:+c}'.format(65) ⇒ (literal)
        '{:010}'.format(-5) ⇒ -000000005
        '{:+010.2f}'.format(3.14159) ⇒ +000003.14
        '{:#012b}'.format(5) ⇒ 0b0000000101
        '{:012_b}'.format(5) ⇒ 00_0000_0101
        '{:012_x}'.format(-255) ⇒ -0_0000_00ff
        '{:#014_x}'.format(255) ⇒ 0x00_0000_00ff
        '{:0>10,}'.format(1234) ⇒ 000001,234
        '{:0=10,}'.format(-1234) ⇒ -0,001,234
        '{:012,.1f}'.format(-1234.5) ⇒ -0,001,234.5
        '{:012,}'.format(1e16) ⇒ 0,000,001e+16
        '{:09,}'.format(1234567) ⇒ 1,234,567
        '{:010,}'.format(1234567) ⇒ 01,234,567
        '{:011,}'.format(1234567) ⇒ 001,234,567
        '{:_.3f}'.format(12345.6789) ⇒ 12_345.679
        '{:,}'.format(True) ⇒ 1
        '{:d}'.format(False) ⇒ 0
        '{:#}'.format(1e16) ⇒ 1.e+16
        '{:#}'.format(5) ⇒ 5
        '{:#}'.format(1.5) ⇒ 1.5
        '{:#.0%}'.format(0.5) ⇒ 50.%
        '{:#.1g}'.format(1.0) ⇒ 1.
        '{:#.1g}'.format(1e10) ⇒ 1.e+10
        '{:#x}'.format(0) ⇒ 0x0
        '{:,n}'.format(5) ⇒ (literal)
        '{:_c}'.format(5) ⇒ (literal)
        '{:x<05}'.format(1) ⇒ 1xxxx
        '{:=+8}'.format(5) ⇒ +      5
        '{:<+8}|'.format(5) ⇒ +5      |
        '{:^+8}|'.format(5) ⇒    +5   |
        '{:05}'.format(True) ⇒ 00001
        '{:05}'.format('ab') ⇒ ab000
        '{:<05}'.format('ab') ⇒ ab000
        '{:.2}'.format(5) ⇒ (literal)
        '{:05}'.format(float('nan')) ⇒ 00nan
        '{:+}'.format(float('nan')) ⇒ +nan
        '{:+}'.format(float('inf')) ⇒ +inf
        '{:07.1f}'.format(-2.25) ⇒ -0002.2
        '%07.1f' % -2.25 ⇒ -0002.2
        '%+07d' % 5 ⇒ +000005
        '%+ d' % 5 ⇒ +5
        '%#07x' % 255 ⇒ 0x000ff
        '%.5d' % -42 ⇒ -00042
        '%8.5d|' % -42 ⇒   -00042|
        '%-8.5d|' % -42 ⇒ -00042  |
        '%08.5d' % -42 ⇒ -0000042
        '%.0f' % 0.5 ⇒ 0
        '%.3e' % 0.0 ⇒ 0.000e+00
        '%#.3g' % 0.1 ⇒ 0.100
        '%ls' % 'a' ⇒ a
        '%5.2s|' % 'abc' ⇒    ab|
        '%-5s|%5s|' % ('a', 'b') ⇒ a    |    b|
        '%(a)5.1f|' % {'a': 2.25} ⇒   2.2|
        {range(0), range(1, 1)} == {range(0)} ⇒ True
        {range(3): 1}[range(0, 3)] ⇒ 1
        range(0, 3, 2) == range(0, 4, 2) ⇒ True
        range(1) == range(0, 1, 5) ⇒ True
        range(2) == 5 ⇒ False
        range(3) != range(2) ⇒ True
        {1: d.keys()} ⇒ {1: dict_keys(['k', 'j'])}
        {d.keys(): 1} ⇒ (literal)
        {slice(1): 1} ⇒ (literal)
        d.items() == [('k', 1), ('j', 't')] ⇒ False
        d.values() == d.values() ⇒ False
        {'a': 1}.items() == {'a': 1}.items() ⇒ True
        {'a': 1}.items() == {'a': 2}.items() ⇒ False
        {'a': 1}.keys() == {'a': 1, 'b': 2}.keys() ⇒ False
        i is 7 ⇒ True
        s is s ⇒ True
        '' is '' ⇒ True
        'ab' is 5 ⇒ False
        n is None ⇒ True
        t is True ⇒ True
        t is 1 ⇒ False
        5 is not 5 ⇒ False
        b'bc' in b'abc' ⇒ True
        b'x' in b'abc' ⇒ False
        b'ab' not in b'abc' ⇒ False
        b'' * 5 ⇒ b''
        b'ab' * 0 ⇒ b''
        b'ab' + 'c' ⇒ (literal)
        b'\376\400\401' ⇒ b'\xfe\x00\x01'
        '\400' ⇒ Ā
        0x1F_FF ⇒ 8191
        0b1_0 ⇒ 2
        0x1__F ⇒ (literal)
        0xF_ ⇒ (literal)
        0x_ ⇒ (literal)
        0b_1 ⇒ 1
        'a' 'b' 'c' ⇒ abc
        b'a' b'b' b'c' ⇒ b'abc'
        b'a' + b'b' ⇒ b'ab'
        'a' b'b' ⇒ (literal)
        b'a' 'b' ⇒ (literal)
        5 'a' ⇒ (literal)
        lambda a, a: 1 ⇒ (literal)
        sorted([3, 1], key=lambda v, w=2: v + w) ⇒ [1, 3]
        int('0_1', 10) ⇒ 1
        int('1_1', 0) ⇒ 11
        int('-_1', 10) ⇒ (literal)
        int('0x1_0', 16) ⇒ 16
        int('0x__1', 16) ⇒ (literal)
        int('0x_', 16) ⇒ (literal)
        int('0o', 8) ⇒ (literal)
        int('-', 10) ⇒ (literal)
        int('0b1', 16) ⇒ 177
        int('0_', 0) ⇒ (literal)
        int('09', 0) ⇒ (literal)
        int('-010', 0) ⇒ (literal)
        int('zz', 36) ⇒ 1295
        int('1' * 4301, 10) ⇒ (literal)
        int('5', base=10) ⇒ 5
        int(base=10) ⇒ (literal)
        int('5', '10') ⇒ (literal)
        float('1_000.5') ⇒ 1000.5
        float('1__0') ⇒ (literal)
        float('_1') ⇒ (literal)
        float('1_') ⇒ (literal)
        float('1_.5') ⇒ (literal)
        float('+inf') ⇒ inf
        float('-Infinity') ⇒ -inf
        float('++inf') ⇒ (literal)
        float('+-inf') ⇒ (literal)
        float('-nan') ⇒ nan
        float('.') ⇒ (literal)
        float('.5') ⇒ 0.5
        float('5.') ⇒ 5.0
        float('1e') ⇒ (literal)
        float('1e5') ⇒ 100000.0
        float('1e400') ⇒ inf
        float('') ⇒ (literal)
        float('0x1p3') ⇒ (literal)
        float('1 2') ⇒ (literal)
        float(' 1.5\n') ⇒ 1.5
        float('infinit') ⇒ (literal)
        float('1,5') ⇒ (literal)
        float('１２.５') ⇒ 12.5
        int('１_２') ⇒ 12
        enumerate([1], 'a') ⇒ (literal)
        list(enumerate([1], True)) ⇒ [(1, 1)]
        list(enumerate(['x'], start=-1)) ⇒ [(-1, 'x')]
        """""";
}
