using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>strftime and strptime in the C locale.</summary>
internal static class DateFormat
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(string format, DateTime time, EvaluationContext context)
    {
        var text = new BoundedText(context);
        for (var i = 0; i < format.Length; i++)
        {
            context.Spend(4);
            text.Write(
                format[i] == '%' && i + 1 < format.Length ? Directive(format[++i], time, context) : format[i].ToString()
            );
        }
        return text.ToString();
    }

    public static DateTime Read(string text, string format)
    {
        var (at, year, month, day, hour, minute, second, micros) = (0, 1900, 1, 1, 0, 0, 0, 0);
        var isAfternoon = false;
        var seen = "";
        for (var i = 0; i < format.Length; i++)
        {
            if (char.IsWhiteSpace(format[i]))
            {
                // White space of any length stands for white space of any length.
                while (i + 1 < format.Length && char.IsWhiteSpace(format[i + 1]))
                    i++;
                if (at >= text.Length || !char.IsWhiteSpace(text[at]))
                    throw Mismatch();
                while (at < text.Length && char.IsWhiteSpace(text[at]))
                    at++;
                continue;
            }
            if (format[i] != '%' || i + 1 == format.Length)
            {
                if (at >= text.Length || text[at++] != format[i])
                    throw Mismatch();
                continue;
            }
            var directive = format[++i];
            if (directive != '%' && seen.Contains(directive, StringComparison.Ordinal))
                throw Mismatch();
            seen += directive;
            switch (directive)
            {
                case 'Y':
                    year = Digits(text, ref at, 4, 4);
                    break;
                case 'y':
                    year = Digits(text, ref at, 2, 2);
                    year += year < 69 ? 2000 : 1900;
                    break;
                case 'm':
                    month = Digits(text, ref at, 1, 2);
                    break;
                case 'd':
                    day = Digits(text, ref at, 1, 2);
                    break;
                case 'H':
                    hour = Digits(text, ref at, 1, 2);
                    break;
                case 'I':
                    hour = Digits(text, ref at, 1, 2);
                    hour = hour is >= 1 and <= 12 ? hour % 12 : throw Mismatch();
                    break;
                case 'M':
                    minute = Digits(text, ref at, 1, 2);
                    break;
                case 'S':
                    second = Digits(text, ref at, 1, 2);
                    break;
                case 'f':
                    var start = at;
                    micros = Digits(text, ref at, 1, 6) * (int)Math.Pow(10, 6 - (at - start));
                    break;
                case 'p':
                    isAfternoon = Name(text, ref at, ["AM", "PM"]) == 1;
                    break;
                case 'b' or 'h':
                    month = Name(text, ref at, Culture.DateTimeFormat.AbbreviatedMonthNames) + 1;
                    break;
                case 'B':
                    month = Name(text, ref at, Culture.DateTimeFormat.MonthNames) + 1;
                    break;
                case 'a':
                    Name(text, ref at, Culture.DateTimeFormat.AbbreviatedDayNames);
                    break;
                case 'A':
                    Name(text, ref at, Culture.DateTimeFormat.DayNames);
                    break;
                case '%' when at < text.Length && text[at] == '%':
                    at++;
                    break;
                default:
                    throw Mismatch();
            }
        }
        if (at != text.Length)
            throw Mismatch();
        hour += isAfternoon && seen.Contains('I', StringComparison.Ordinal) ? 12 : 0;
        return Moments.Make(() => new DateTime(year, month, day, hour, minute, second).AddTicks(micros * 10L));
    }

    private static string Directive(char directive, DateTime time, EvaluationContext context)
    {
        string Custom(string format) => time.ToString(format, Culture);
        string Two(int number) => number.ToString("00", Culture);
        string Blank(int number) => number.ToString(Culture).PadLeft(2);
        return directive switch
        {
            'Y' => time.Year.ToString(Culture),
            'y' => Two(time.Year % 100),
            'm' => Two(time.Month),
            'd' => Two(time.Day),
            'e' => Blank(time.Day),
            'k' => Blank(time.Hour),
            'l' => Blank((time.Hour + 11) % 12 + 1),
            'H' => Two(time.Hour),
            'I' => Two((time.Hour + 11) % 12 + 1),
            'M' => Two(time.Minute),
            'S' => Two(time.Second),
            'f' => (time.Ticks / 10 % 1_000_000).ToString("000000", Culture),
            'p' => time.Hour < 12 ? "AM" : "PM",
            'P' => time.Hour < 12 ? "am" : "pm",
            's' => Math.Floor(Moments.ToTimestamp(time, context.Zone)).ToString(Culture),
            'a' => Custom("ddd"),
            'A' => Custom("dddd"),
            'b' or 'h' => Custom("MMM"),
            'B' => Custom("MMMM"),
            'j' => time.DayOfYear.ToString("000", Culture),
            'w' => ((int)time.DayOfWeek).ToString(Culture),
            'u' => ((int)(time.DayOfWeek + 6) % 7 + 1).ToString(Culture),
            'U' => Two((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7),
            'W' => Two((time.DayOfYear + 6 - (int)(time.DayOfWeek + 6) % 7) / 7),
            'V' => Two(ISOWeek.GetWeekOfYear(time)),
            'G' => ISOWeek.GetYear(time).ToString(Culture),
            'g' => Two(ISOWeek.GetYear(time) % 100),
            'C' => Two(time.Year / 100),
            'F' => time.Year.ToString(Culture) + Custom("-MM-dd"),
            'T' or 'X' => Custom("HH:mm:ss"),
            'R' => Custom("HH:mm"),
            'D' or 'x' => Custom("MM'/'dd'/'yy"),
            'c' => Custom("ddd MMM ") + Blank(time.Day) + Custom(" HH:mm:ss ") + time.Year.ToString(Culture),
            'z' or 'Z' => "",
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => "%" + directive,
        };
    }

    private static int Digits(string text, ref int at, int least, int most)
    {
        var start = at;
        var number = 0;
        while (at < text.Length && at - start < most && char.IsAsciiDigit(text[at]))
            number = number * 10 + (text[at++] - '0');
        return at - start >= least ? number : throw Mismatch();
    }

    private static int Name(string text, ref int at, string[] names)
    {
        for (var i = 0; i < names.Length; i++)
            if (
                names[i].Length > 0
                && string.Compare(text, at, names[i], 0, names[i].Length, StringComparison.OrdinalIgnoreCase) == 0
            )
            {
                at += names[i].Length;
                return i;
            }
        throw Mismatch();
    }

    private static ExpressionError Mismatch() => new("the time does not match the format");
}
