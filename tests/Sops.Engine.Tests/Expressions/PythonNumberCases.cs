namespace Sops.Engine.Tests.Expressions;

/// <summary>What CPython makes of arithmetic, comparisons, and of dates and durations.</summary>
internal static class PythonNumberCases
{
    /// <summary>As in <see cref="PythonCases" />.</summary>
    public const string Table = """"""
        1 / 0.0 ⇒ (literal)
        0.0 / 0 ⇒ (literal)
        5.0 % 0 ⇒ (literal)
        5.0 // 0 ⇒ (literal)
        5 // 0 ⇒ (literal)
        5 % 0 ⇒ (literal)
        5 % 0.0 ⇒ (literal)
        0.0 ** -1 ⇒ (literal)
        0 ** -1 ⇒ (literal)
        (-8.0) ** 2 ⇒ 64.0
        (-8.0) ** 3.0 ⇒ -512.0
        2.0 ** 3 ⇒ 8.0
        2 ** 0.5 ⇒ 1.4142135623730951
        10.0 ** 400 ⇒ (literal)
        1e200 * 1e200 ⇒ inf
        1e200 ** 2 ⇒ (literal)
        float('inf') ** 2 ⇒ inf
        float('inf') - float('inf') ⇒ nan
        float('inf') // 1 ⇒ nan
        float('inf') % 2 ⇒ nan
        5 % float('inf') ⇒ 5.0
        -5 % float('inf') ⇒ inf
        -5 // float('inf') ⇒ -1.0
        5 // float('inf') ⇒ 0.0
        float('-inf') % 2 ⇒ nan
        0.0 % -3 ⇒ -0.0
        -0.0 % 3 ⇒ 0.0
        -4.0 % 2 ⇒ 0.0
        4.0 % -2 ⇒ -0.0
        6.0 // -4 ⇒ -2.0
        -1e-20 % 3 ⇒ 3.0
        1e300 // 1e-300 ⇒ inf
        7 // 0.5 ⇒ 14.0
        0.3 // 0.1 ⇒ 2.0
        1 // 0.1 ⇒ 9.0
        -0.0 // 5 ⇒ -0.0
        -0.0 * 5 ⇒ -0.0
        -0.0 + 0 ⇒ 0.0
        0.0 - 0.0 ⇒ 0.0
        1.5 & 1 ⇒ (literal)
        1.5 | 1 ⇒ (literal)
        1.5 ^ 1 ⇒ (literal)
        1.5 << 1 ⇒ (literal)
        1 << 1.5 ⇒ (literal)
        ~1.5 ⇒ (literal)
        ~True ⇒ -2
        -True ⇒ -1
        +True ⇒ 1
        -None ⇒ (literal)
        +'a' ⇒ (literal)
        ~'a' ⇒ (literal)
        -[1] ⇒ (literal)
        +1.5 ⇒ 1.5
        -1.5 ⇒ -1.5
        1 >> 1 ⇒ 0
        5 >> 100 ⇒ 0
        -5 >> 100 ⇒ -1
        -5 >> 1 ⇒ -3
        5 >> -1 ⇒ (literal)
        1 << -1 ⇒ (literal)
        0 << 100000000000 ⇒ 0
        0 << 5 ⇒ 0
        1 << 0 ⇒ 1
        5 >> 10**30 ⇒ 0
        -5 >> 10**30 ⇒ -1
        6 & 3 ⇒ 2
        (6 | 3) ⇒ 7
        -6 & 3 ⇒ 2
        (-6 | 3) ⇒ -5
        -6 ^ 3 ⇒ -7
        True ^ True ⇒ False
        True ^ False ⇒ True
        (True | False) ⇒ True
        True & 1 ⇒ 1
        (False | 2) ⇒ 2
        True + 1.5 ⇒ 2.5
        True * 'ab' ⇒ ab
        'ab' * True ⇒ ab
        'ab' * 0 ⇒ 
        '' * 5 ⇒ 
        [] * 5 ⇒ []
        () * 3 ⇒ ()
        (1,) * 2 ⇒ (1, 1)
        [1] * -1 ⇒ []
        b'ab' + b'c' ⇒ b'abc'
        b'ab' * 2 ⇒ b'abab'
        3 * b'ab' ⇒ b'ababab'
        b'ab' < b'ac' ⇒ True
        b'ab' == b'ab' ⇒ True
        b'ab' == 'ab' ⇒ False
        b'a' in b'abc' ⇒ True
        97 in b'abc' ⇒ True
        b'ab' in [b'ab'] ⇒ True
        {b'a': 1}[b'a'] ⇒ 1
        [b'a', b"it's", b'"', b'\n\t\\\r'] ⇒ [b'a', b"it's", b'"', b'\n\t\\\r']
        {(1, 2): 3}[(1, 2)] ⇒ 3
        {(1, 2): 3}[(1.0, 2)] ⇒ 3
        {1.5: 'a'}[1.5] ⇒ a
        {float('inf'): 1}[float('inf')] ⇒ 1
        {1: 'a', 1.0: 'b', True: 'c'} ⇒ {1: 'c'}
        {None: 1}[None] ⇒ 1
        {(1, [2]): 3} ⇒ (literal)
        {{}: 1} ⇒ (literal)
        [{1: 2}] == [{1: 2}] ⇒ True
        {1: 2} == {1: 3} ⇒ False
        {1: 2} == {2: 2} ⇒ False
        {1: 2} == {1: 2, 3: 4} ⇒ False
        [1, 2] == [1] ⇒ False
        [1, 2] == [1, 3] ⇒ False
        (1, 2) == (1, 2) ⇒ True
        (1, 2) == (1, 3) ⇒ False
        {1} == {2} ⇒ False
        {1, 2} == {1} ⇒ False
        None == None ⇒ True
        None == 0 ⇒ False
        None < 1 ⇒ (literal)
        [1] < [1, 2] ⇒ True
        [1, 2] < [1] ⇒ False
        [1, 'a'] < [1, 2] ⇒ (literal)
        [1, 'a'] < [2, 2] ⇒ True
        (1, 2) < (1, 3) ⇒ True
        (1, 2) >= (1, 2) ⇒ True
        (1,) < [1] ⇒ (literal)
        'a' < 1 ⇒ (literal)
        [None] == [None] ⇒ True
        {} < {} ⇒ (literal)
        1 < float('nan') ⇒ False
        float('nan') == float('nan') ⇒ False
        float('nan') != float('nan') ⇒ True
        float('nan') > 1 ⇒ False
        1 == float('inf') ⇒ False
        10**400 > float('inf') ⇒ False
        10**400 < float('inf') ⇒ True
        -10**400 > float('-inf') ⇒ True
        10**400 == float('inf') ⇒ False
        1.5 > 10**30 ⇒ False
        10**30 > 1.5 ⇒ True
        1 < 1.5 ⇒ True
        1.5 == 1 ⇒ False
        2**53 + 1 == float(2**53) ⇒ False
        1.0 == True ⇒ True
        float(10**400) ⇒ (literal)
        1.5 + 10**400 ⇒ (literal)
        10**400 * 1.5 ⇒ (literal)
        (10**400) / 3 ⇒ (literal)
        1 / 10**400 ⇒ 0.0
        10**5000 ⇒ (literal)
        str(10**4300) ⇒ (literal)
        len(str(10**4299)) ⇒ 4300
        10**4299 % 7 ⇒ 6
        datetime.timedelta(1) == datetime.timedelta(1) ⇒ True
        datetime.timedelta(1) == 1 ⇒ False
        datetime.timedelta(1) < datetime.timedelta(2) ⇒ True
        datetime.timedelta(1) < 1 ⇒ (literal)
        [datetime.timedelta(0)] ⇒ [datetime.timedelta(0)]
        [datetime.timedelta(-1, 5, 7)] ⇒ [datetime.timedelta(days=-1, seconds=5, microseconds=7)]
        {datetime.timedelta(1): 2}[datetime.timedelta(1)] ⇒ 2
        {datetime.date(2024, 1, 1): 2}[datetime.date(2024, 1, 1)] ⇒ 2
        -datetime.timedelta(1) ⇒ -1 day, 0:00:00
        +datetime.timedelta(1) ⇒ 1 day, 0:00:00
        ~datetime.timedelta(1) ⇒ (literal)
        datetime.timedelta(1) + datetime.timedelta(2) ⇒ 3 days, 0:00:00
        datetime.timedelta(1) - datetime.timedelta(2) ⇒ -1 day, 0:00:00
        datetime.timedelta(1) / datetime.timedelta(2) ⇒ 0.5
        datetime.timedelta(1) / datetime.timedelta(0) ⇒ (literal)
        datetime.timedelta(1) // datetime.timedelta(0) ⇒ (literal)
        datetime.timedelta(5) % datetime.timedelta(2) ⇒ 1 day, 0:00:00
        datetime.timedelta(1) % datetime.timedelta(0) ⇒ (literal)
        datetime.timedelta(-5) % datetime.timedelta(3) ⇒ 1 day, 0:00:00
        datetime.timedelta(5) // 2 ⇒ 2 days, 12:00:00
        datetime.timedelta(1) // 0 ⇒ (literal)
        datetime.timedelta(1) / 0 ⇒ (literal)
        datetime.timedelta(1) / 0.0 ⇒ (literal)
        datetime.timedelta(1) / 1.5 ⇒ 16:00:00
        datetime.timedelta(1) / 'a' ⇒ (literal)
        datetime.timedelta(1) // 1.5 ⇒ (literal)
        2 / datetime.timedelta(1) ⇒ (literal)
        2 // datetime.timedelta(1) ⇒ (literal)
        2 * datetime.timedelta(1) ⇒ 2 days, 0:00:00
        datetime.timedelta(1) * 1.5 ⇒ 1 day, 12:00:00
        datetime.timedelta(1) * True ⇒ 1 day, 0:00:00
        datetime.timedelta(1) / True ⇒ 1 day, 0:00:00
        datetime.timedelta(1) // True ⇒ 1 day, 0:00:00
        datetime.timedelta(1) + 1 ⇒ (literal)
        1 + datetime.timedelta(1) ⇒ (literal)
        datetime.timedelta(1) - 1 ⇒ (literal)
        datetime.timedelta(1) * 1e300 ⇒ (literal)
        datetime.timedelta(1) * float('nan') ⇒ (literal)
        datetime.timedelta(1) * float('inf') ⇒ (literal)
        datetime.timedelta(1) / float('nan') ⇒ (literal)
        datetime.timedelta(1) / float('inf') ⇒ (literal)
        datetime.timedelta(1) / 5e-324 ⇒ (literal)
        datetime.timedelta(1000000000) ⇒ (literal)
        datetime.timedelta(-999999999) - datetime.timedelta(1) ⇒ (literal)
        datetime.timedelta(999999999) + datetime.timedelta(1) ⇒ (literal)
        datetime.timedelta(99999999) ⇒ 99999999 days, 0:00:00
        datetime.timedelta(float('nan')) ⇒ (literal)
        datetime.timedelta(float('inf')) ⇒ (literal)
        datetime.timedelta(1e300) ⇒ (literal)
        datetime.timedelta(10**30) ⇒ (literal)
        datetime.timedelta(microseconds=0.5) ⇒ 0:00:00
        datetime.timedelta(microseconds=1.5) ⇒ 0:00:00.000002
        datetime.timedelta(microseconds=2.5) ⇒ 0:00:00.000002
        datetime.timedelta(seconds=0.0000005) ⇒ 0:00:00
        datetime.timedelta(seconds=1e-7) ⇒ 0:00:00
        datetime.timedelta(days=1.5) ⇒ 1 day, 12:00:00
        datetime.timedelta(days=1/3) ⇒ 8:00:00
        datetime.timedelta(weeks=1, hours=-1) ⇒ 6 days, 23:00:00
        datetime.timedelta('a') ⇒ (literal)
        datetime.timedelta(days=True) ⇒ 1 day, 0:00:00
        datetime.timedelta(1, 2, 3, 4, 5, 6, 7) ⇒ 50 days, 6:05:02.004003
        datetime.timedelta(1, 2, 3, 4, 5, 6, 7, 8) ⇒ (literal)
        datetime.timedelta(1, days=2) ⇒ (literal)
        datetime.timedelta(foo=2) ⇒ (literal)
        datetime.timedelta(0, 3661, 5).days ⇒ 0
        datetime.timedelta(0, 3661, 5).seconds ⇒ 3661
        datetime.timedelta(0, 3661, 5).microseconds ⇒ 5
        datetime.timedelta(-1, 5).days ⇒ -1
        datetime.timedelta(-1, 5).seconds ⇒ 5
        datetime.timedelta(1).hours ⇒ (literal)
        datetime.timedelta(1).total_seconds() ⇒ 86400.0
        datetime.timedelta(microseconds=1).total_seconds() ⇒ 1e-06
        datetime.timedelta(365 * 100, 1, 1).total_seconds() ⇒ 3153600001.000001
        datetime.timedelta(-1) ⇒ -1 day, 0:00:00
        datetime.timedelta(-2) ⇒ -2 days, 0:00:00
        datetime.timedelta(1) ⇒ 1 day, 0:00:00
        datetime.timedelta(0, 59, 999999) ⇒ 0:00:59.999999
        datetime.timedelta(days=3) * 2 // 4 ⇒ 1 day, 12:00:00
        datetime.timedelta(microseconds=3) / 2 ⇒ 0:00:00.000002
        datetime.timedelta(microseconds=5) / 2 ⇒ 0:00:00.000002
        datetime.timedelta(microseconds=-5) / 2 ⇒ -1 day, 23:59:59.999998
        datetime.timedelta(microseconds=1) * 0.5 ⇒ 0:00:00
        datetime.timedelta(microseconds=3) * 0.5 ⇒ 0:00:00.000002
        datetime.timedelta(days=12345678) * 3 ⇒ 37037034 days, 0:00:00
        datetime.datetime(2024, 1, 1) + 1 ⇒ (literal)
        datetime.timedelta(1) + datetime.datetime(2024, 1, 1) ⇒ 2024-01-02 00:00:00
        datetime.timedelta(1) - datetime.datetime(2024, 1, 1) ⇒ (literal)
        datetime.datetime(2024, 1, 1) - datetime.timedelta(1) ⇒ 2023-12-31 00:00:00
        datetime.datetime(2024, 1, 1) - datetime.datetime(2023, 1, 1, 5) ⇒ 364 days, 19:00:00
        datetime.datetime(2024, 1, 1) - datetime.date(2023, 1, 1) ⇒ (literal)
        datetime.date(2024, 1, 1) - datetime.datetime(2023, 1, 1) ⇒ (literal)
        datetime.date(2024, 1, 1) + datetime.timedelta(hours=30) ⇒ 2024-01-02
        datetime.date(2024, 1, 1) - datetime.timedelta(hours=30) ⇒ 2023-12-31
        datetime.date(2024, 1, 1) + datetime.timedelta(hours=-1) ⇒ 2023-12-31
        datetime.date(2024, 1, 1) - datetime.timedelta(hours=1) ⇒ 2024-01-01
        datetime.datetime(9999, 12, 31) + datetime.timedelta(1) ⇒ (literal)
        datetime.datetime(1, 1, 1) - datetime.timedelta(1) ⇒ (literal)
        datetime.datetime(1, 1, 1) + datetime.timedelta(99999999) ⇒ (literal)
        datetime.date(2024, 1, 1) == datetime.datetime(2024, 1, 1) ⇒ False
        datetime.date(2024, 1, 1) == 5 ⇒ False
        datetime.date(2024, 1, 1) < datetime.datetime(2024, 1, 1) ⇒ (literal)
        datetime.date(2024, 1, 1) < datetime.date(2024, 1, 2) ⇒ True
        datetime.date(2024, 1, 1) * 2 ⇒ (literal)
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).year ⇒ 2024
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).month ⇒ 2
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).day ⇒ 29
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).hour ⇒ 1
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).minute ⇒ 2
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).second ⇒ 3
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).microsecond ⇒ 456
        datetime.datetime(2024, 2, 29, 1, 2, 3, 456).isoformat(' ') ⇒ 2024-02-29 01:02:03.000456
        datetime.datetime(2024, 2, 29, 1, 2, 3).isoformat(sep='x') ⇒ 2024-02-29x01:02:03
        datetime.datetime(2024, 2, 29, 1, 2, 3).isoformat('ab') ⇒ (literal)
        datetime.datetime(2024, 2, 29, 1, 2, 3).isoformat('') ⇒ (literal)
        datetime.date(2024, 2, 29).isoformat() ⇒ 2024-02-29
        datetime.date(2024, 2, 29).isoformat(' ') ⇒ (literal)
        datetime.date(2024, 2, 29).hour ⇒ (literal)
        datetime.date(2024, 2, 29).minute ⇒ (literal)
        datetime.date(2024, 2, 29).second ⇒ (literal)
        datetime.date(2024, 2, 29).microsecond ⇒ (literal)
        datetime.date(2024, 2, 29).date() ⇒ (literal)
        datetime.date(2024, 2, 29).timestamp() ⇒ (literal)
        datetime.date(2024, 2, 29).year ⇒ 2024
        datetime.date(2024, 2, 29).nope ⇒ (literal)
        datetime.date(2024, 3, 3).isoweekday() ⇒ 7
        datetime.date(2024, 3, 4).isoweekday() ⇒ 1
        datetime.date(2024, 3, 3).weekday() ⇒ 6
        datetime.date(2024, 2, 29).replace(day=1) ⇒ 2024-02-01
        datetime.date(2024, 2, 29).replace(2023) ⇒ (literal)
        datetime.date(2024, 2, 29).replace(hour=1) ⇒ (literal)
        datetime.date(2024, 2, 29).replace(2023, 1, 1) ⇒ 2023-01-01
        datetime.date(2024, 2, 29).replace(month=13) ⇒ (literal)
        datetime.datetime(2024, 2, 29).replace(2023, 1, 1, 5) ⇒ 2023-01-01 05:00:00
        datetime.datetime(2024, 2, 29).replace(2023, 1, 1, 5, 6, 7, 8) ⇒ 2023-01-01 05:06:07.000008
        datetime.datetime(2024, 2, 29).replace(microsecond=1000000) ⇒ (literal)
        datetime.datetime(2024, 2, 29).replace(microsecond=-1) ⇒ (literal)
        datetime.datetime(2024, 2, 29, 1, 2, 3, 4).replace(microsecond=0) ⇒ 2024-02-29 01:02:03
        datetime.datetime(2024, 2, 29, 1, 2, 3, 4).replace(hour=23, minute=0) ⇒ 2024-02-29 23:00:03.000004
        datetime.datetime(2024, 1, 1, microsecond=1000000) ⇒ (literal)
        datetime.datetime(2024, 1, 1, microsecond=-1) ⇒ (literal)
        datetime.datetime(2024, 1, 1, microsecond=5) ⇒ 2024-01-01 00:00:00.000005
        datetime.datetime(2024, 1, 1, 24) ⇒ (literal)
        datetime.datetime(2024, 1) ⇒ (literal)
        datetime.datetime(0, 1, 1) ⇒ (literal)
        datetime.datetime(10000, 1, 1) ⇒ (literal)
        datetime.datetime(10**30, 1, 1) ⇒ (literal)
        datetime.datetime(2024, 1, 1.0) ⇒ (literal)
        datetime.datetime(2024, 1, 'a') ⇒ (literal)
        datetime.datetime(2024, 1, True) ⇒ 2024-01-01 00:00:00
        datetime.datetime(year=2024, month=2, day=3, hour=4) ⇒ 2024-02-03 04:00:00
        datetime.date(2024, 13, 1) ⇒ (literal)
        datetime.date(year=2024, month=2, day=3) ⇒ 2024-02-03
        datetime.date(2024, 1, 1, 1) ⇒ (literal)
        [datetime.datetime(2024, 1, 1, 0, 0, 5), datetime.datetime(2024, 1, 1, 0, 0, 0, 5), datetime.date(1, 1, 1)] ⇒ [datetime.datetime(2024, 1, 1, 0, 0, 5), datetime.datetime(2024, 1, 1, 0, 0, 0, 5), datetime.date(1, 1, 1)]
        datetime.datetime(1, 1, 1) ⇒ 0001-01-01 00:00:00
        datetime.date(1, 2, 3).isoformat() ⇒ 0001-02-03
        datetime.date.fromisoformat('2024-01-02') ⇒ 2024-01-02
        datetime.date.fromisoformat('2024-1-2') ⇒ (literal)
        datetime.date.fromisoformat('20240102') ⇒ 2024-01-02
        datetime.date.fromisoformat('x') ⇒ (literal)
        datetime.datetime.fromisoformat('2024-01-02') ⇒ 2024-01-02 00:00:00
        datetime.datetime.fromisoformat('2024-01-02T03:04') ⇒ 2024-01-02 03:04:00
        datetime.datetime.fromisoformat('2024-01-02 03:04') ⇒ 2024-01-02 03:04:00
        datetime.datetime.fromisoformat('2024-01-02 03') ⇒ 2024-01-02 03:00:00
        datetime.datetime.fromisoformat('2024-01-02x03:04:05') ⇒ 2024-01-02 03:04:05
        datetime.datetime.fromisoformat('2024-01-02 03:04:05.123') ⇒ 2024-01-02 03:04:05.123000
        datetime.datetime.fromisoformat('2024-01-02 03:04:05.123456') ⇒ 2024-01-02 03:04:05.123456
        datetime.datetime.fromisoformat('2024-01-02T03:04:05.12') ⇒ 2024-01-02 03:04:05.120000
        datetime.datetime.fromisoformat('2024-01-02 03:04:05.1234567') ⇒ 2024-01-02 03:04:05.123456
        datetime.datetime.fromisoformat('20240102T030405') ⇒ 2024-01-02 03:04:05
        datetime.datetime.fromisoformat('2024-1-2T03:04:05') ⇒ (literal)
        datetime.datetime.fromisoformat('2024-13-02T03:04:05') ⇒ (literal)
        datetime.datetime.fromisoformat('2024-01-02T3:04:05') ⇒ (literal)
        datetime.datetime.fromisoformat('') ⇒ (literal)
        datetime.datetime.utcfromtimestamp(0) ⇒ 1970-01-01 00:00:00
        datetime.datetime.utcfromtimestamp(1714979289.5) ⇒ 2024-05-06 07:08:09.500000
        datetime.datetime.utcfromtimestamp(-1.5) ⇒ 1969-12-31 23:59:58.500000
        datetime.datetime.utcfromtimestamp(1e-7) ⇒ 1970-01-01 00:00:00
        datetime.datetime.utcfromtimestamp(1.0000005) ⇒ 1970-01-01 00:00:01.000001
        datetime.datetime.utcfromtimestamp(1e20) ⇒ (literal)
        datetime.datetime.utcfromtimestamp(float('nan')) ⇒ (literal)
        datetime.datetime.utcfromtimestamp(253402300799) ⇒ 9999-12-31 23:59:59
        datetime.datetime.utcfromtimestamp(253402300800) ⇒ (literal)
        datetime.datetime.utcfromtimestamp(-62135596800) ⇒ 0001-01-01 00:00:00
        datetime.datetime.utcfromtimestamp(-62135596801) ⇒ (literal)
        datetime.datetime.utcfromtimestamp('a') ⇒ (literal)
        datetime.datetime.utcfromtimestamp() ⇒ (literal)
        datetime.datetime.utcfromtimestamp(10**400) ⇒ (literal)
        datetime.datetime.fromtimestamp(86400) ⇒ 1970-01-02 00:00:00
        datetime.date.fromtimestamp(86400) ⇒ 1970-01-02
        datetime.datetime(2024, 1, 1).timestamp() ⇒ 1704067200.0
        datetime.datetime(2024, 1, 1, 0, 0, 0, 500000).timestamp() ⇒ 1704067200.5
        datetime.datetime.strptime('2024-02-30', '%Y-%m-%d') ⇒ (literal)
        datetime.datetime.strptime('24', '%y') ⇒ 2024-01-01 00:00:00
        datetime.datetime.strptime('69', '%y') ⇒ 1969-01-01 00:00:00
        datetime.datetime.strptime('68', '%y') ⇒ 2068-01-01 00:00:00
        datetime.datetime.strptime('4', '%y') ⇒ (literal)
        datetime.datetime.strptime('202', '%Y') ⇒ (literal)
        datetime.datetime.strptime('12.5', '%H.%f') ⇒ 1900-01-01 12:00:00.500000
        datetime.datetime.strptime('12.123456', '%H.%f') ⇒ 1900-01-01 12:00:00.123456
        datetime.datetime.strptime('12.1234567', '%H.%f') ⇒ (literal)
        datetime.datetime.strptime('12.', '%H.%f') ⇒ (literal)
        datetime.datetime.strptime('February 3 2024', '%B %d %Y') ⇒ 2024-02-03 00:00:00
        datetime.datetime.strptime('MAY 3 2024', '%b %d %Y') ⇒ 2024-05-03 00:00:00
        datetime.datetime.strptime('may 3 2024', '%B %d %Y') ⇒ 2024-05-03 00:00:00
        datetime.datetime.strptime('March 3 2024', '%b %d %Y') ⇒ (literal)
        datetime.datetime.strptime('Xyz 3', '%b %d') ⇒ (literal)
        datetime.datetime.strptime('Monday 3', '%A %d') ⇒ 1900-01-03 00:00:00
        datetime.datetime.strptime('Mon 3', '%a %d') ⇒ 1900-01-03 00:00:00
        datetime.datetime.strptime('Mondays 3', '%A %d') ⇒ (literal)
        datetime.datetime.strptime('50%', '%M%%') ⇒ 1900-01-01 00:50:00
        datetime.datetime.strptime('50', '%M%%') ⇒ (literal)
        datetime.datetime.strptime('50x', '%M%%') ⇒ (literal)
        datetime.datetime.strptime('50', '%M%') ⇒ (literal)
        datetime.datetime.strptime('50', '%q') ⇒ (literal)
        datetime.datetime.strptime('12 AM', '%I %p') ⇒ 1900-01-01 00:00:00
        datetime.datetime.strptime('12 PM', '%I %p') ⇒ 1900-01-01 12:00:00
        datetime.datetime.strptime('1 pm', '%I %p') ⇒ 1900-01-01 13:00:00
        datetime.datetime.strptime('13 PM', '%I %p') ⇒ (literal)
        datetime.datetime.strptime('0 PM', '%I %p') ⇒ (literal)
        datetime.datetime.strptime('13 PM', '%H %p') ⇒ 1900-01-01 13:00:00
        datetime.datetime.strptime('1 PM', '%H %p') ⇒ 1900-01-01 01:00:00
        datetime.datetime.strptime('1 XM', '%I %p') ⇒ (literal)
        datetime.datetime.strptime('24', '%H') ⇒ (literal)
        datetime.datetime.strptime('9', '%H') ⇒ 1900-01-01 09:00:00
        datetime.datetime.strptime('60', '%M') ⇒ (literal)
        datetime.datetime.strptime('60', '%S') ⇒ (literal)
        datetime.datetime.strptime('61', '%S') ⇒ (literal)
        datetime.datetime.strptime('62', '%S') ⇒ (literal)
        datetime.datetime.strptime('59', '%S') ⇒ 1900-01-01 00:00:59
        datetime.datetime.strptime('2024  01', '%Y %m') ⇒ 2024-01-01 00:00:00
        datetime.datetime.strptime('202401', '%Y %m') ⇒ (literal)
        datetime.datetime.strptime('2024 01 ', '%Y %m') ⇒ (literal)
        datetime.datetime.strptime('2024 01', '%Y %m ') ⇒ (literal)
        datetime.datetime.strptime('2024x', '%Y') ⇒ (literal)
        datetime.datetime.strptime('2024', '%Yx') ⇒ (literal)
        datetime.datetime.strptime('2024', '') ⇒ (literal)
        datetime.datetime.strptime('', '') ⇒ 1900-01-01 00:00:00
        datetime.datetime.strptime('0000', '%Y') ⇒ (literal)
        datetime.datetime.strptime('13', '%m') ⇒ (literal)
        datetime.datetime.strptime('0', '%m') ⇒ (literal)
        datetime.datetime.strptime('00', '%d') ⇒ (literal)
        datetime.datetime.strptime('1', '%d') ⇒ 1900-01-01 00:00:00
        datetime.datetime.strptime('13:14:15', '%T') ⇒ (literal)
        datetime.datetime.strptime('2024-01-02', '%F') ⇒ (literal)
        datetime.datetime.strptime('15:04', '%R') ⇒ (literal)
        datetime.datetime.strptime('2024 2024', '%Y %Y') ⇒ (literal)
        datetime.datetime.strptime(5, '%Y') ⇒ (literal)
        datetime.datetime.strptime('2024-02-29', '%Y-%m-%d') ⇒ 2024-02-29 00:00:00
        datetime.datetime.strptime('02-29', '%m-%d') ⇒ (literal)
        datetime.datetime(2024, 2, 11, 13).strftime('%u %w %p %I %U %W') ⇒ 7 0 PM 01 06 06
        datetime.datetime(2021, 1, 3).strftime('%G-%V %U %W %j') ⇒ 2020-53 01 00 003
        datetime.datetime(2020, 12, 31).strftime('%G-%V') ⇒ 2020-53
        datetime.datetime(2024, 2, 9).strftime('%k|%l|%s|%C|%g|%P|%q|%E|%O') ⇒  0|12|1707436800|20|24|am|%q|%E|%O
        datetime.datetime(2024, 2, 9).strftime('%') ⇒ %
        datetime.datetime(2024, 2, 9).strftime('%Y%') ⇒ 2024%
        datetime.datetime(2024, 2, 9).strftime('') ⇒ 
        datetime.datetime(2024, 2, 9).strftime('中%Y') ⇒ 中2024
        datetime.datetime(999, 2, 9).strftime('%Y|%G|%F|%c') ⇒ 999|999|999-02-09|Sat Feb  9 00:00:00 999
        datetime.datetime(2024, 2, 9, 12).strftime('%I %p') ⇒ 12 PM
        datetime.datetime(2024, 2, 9, 0).strftime('%I %p') ⇒ 12 AM
        datetime.date(2024, 2, 9).strftime('%H:%M:%S %f') ⇒ 00:00:00 000000
        datetime.date(2024, 2, 9).strftime(format='%d') ⇒ 09
        '{:%H:%M}'.format(datetime.datetime(2024, 1, 2, 3, 4)) ⇒ 03:04
        '{}'.format(datetime.datetime(2024, 1, 2, 3, 4)) ⇒ 2024-01-02 03:04:00
        '{:}'.format(datetime.date(2024, 1, 2)) ⇒ 2024-01-02
        '{}'.format(datetime.timedelta(1)) ⇒ 1 day, 0:00:00
        '{:>10}'.format(datetime.timedelta(1)) ⇒ (literal)
        datetime.date(2024, 1, 1) + datetime.timedelta(days=1, hours=23) ⇒ 2024-01-02
        datetime.date(2024, 1, 1) + datetime.timedelta(99999999) ⇒ (literal)
        datetime.datetime(2024, 1, 1, 5, 6).strftime('%H%M') ⇒ 0506
        datetime.datetime(2024, 1, 1, 17).strftime('%k|%l|%P|%C|%g|%s') ⇒ 17| 5|pm|20|24|1704128400
        datetime.datetime.strptime('2024\t01', '%Y %m') ⇒ 2024-01-01 00:00:00
        datetime.datetime.strptime('a2024', 'a%Y') ⇒ 2024-01-01 00:00:00
        datetime.datetime.strptime('2024 PM 3', '%Y %p %I') ⇒ 2024-01-01 15:00:00
        datetime.datetime.strptime('%2024', '%%%Y') ⇒ 2024-01-01 00:00:00
        datetime.timedelta(microseconds=1) * 2.5 ⇒ 0:00:00.000002
        datetime.timedelta(microseconds=-5) * 0.5 ⇒ -1 day, 23:59:59.999998
        datetime.timedelta(1) / -3 ⇒ -1 day, 16:00:00
        datetime.timedelta(1) // -7 ⇒ -1 day, 20:34:17.142857
        datetime.timedelta(1) * 0.1 ⇒ 2:24:00
        datetime.timedelta(1) / 0.1 ⇒ 10 days, 0:00:00
        datetime.timedelta(1) * -1.5 ⇒ -2 days, 12:00:00
        datetime.timedelta(1) * 5e-324 ⇒ 0:00:00
        datetime.timedelta(1) % 5 ⇒ (literal)
        5 % datetime.timedelta(1) ⇒ (literal)
        datetime.timedelta(1) * datetime.timedelta(1) ⇒ (literal)
        abs(datetime.date(2024, 1, 1)) ⇒ (literal)
        sum([datetime.timedelta(hours=1)] * 3, datetime.timedelta()) ⇒ 3:00:00
        max([datetime.date(2024, 1, 2), datetime.date(2024, 1, 1)]) ⇒ 2024-01-02
        sorted([datetime.timedelta(2), datetime.timedelta(1)]) ⇒ [datetime.timedelta(days=1), datetime.timedelta(days=2)]
        {datetime.timedelta(1), datetime.timedelta(hours=24)} ⇒ {datetime.timedelta(days=1)}
        datetime.timedelta(1) in [datetime.timedelta(hours=24)] ⇒ True
        datetime.timedelta(1) != datetime.timedelta(2) ⇒ True
        datetime.date(2024, 1, 1) in [datetime.datetime(2024, 1, 1)] ⇒ False
        """""";
}
