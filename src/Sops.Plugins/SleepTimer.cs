using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins;

/// <summary>Holds a branch for a number of seconds or until a local time.</summary>
public sealed class SleepTimer : IPlugin
{
    private const string BadFormat =
        "[定时]节点执行失败: 定时时间仅支持「秒(s)」 或 「%Y-%m-%d %H:%M:%S)」格式，请检查节点配置";
    private const string Past = "[定时]节点执行失败: 定时时间需晚于当前时间, 请检查节点配置";
    private const string TooFar = "[定时]节点执行失败: bk_timing is later than the year 9999";

    public PluginInfo Info { get; } =
        new(
            "sleep_timer",
            ["legacy"],
            "定时",
            "蓝鲸服务(BK)",
            "Waits for a number of seconds, counted from the start of the node, or until a date and time.",
            [
                new("bk_timing", "定时时间", "string", true, "Seconds, or YYYY-MM-DD HH:MM:SS in the service's zone."),
                new("force_check", "强制晚于当前时间", "bool", false, "Fail when the date is past (default) or go on."),
            ],
            []
        )
        {
            HasEffects = false,
        };

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
        new(Wait(context));

    public ValueTask<PluginResult> PollAsync(PluginContext context, CancellationToken cancellation) =>
        new(Wait(context));

    private static PluginResult Wait(PluginContext context) =>
        TryFindDue(context, out var due, out var problem) ? context.WaitUntil(due) : PluginResult.Fail(problem);

    private static bool TryFindDue(
        PluginContext context,
        out DateTimeOffset due,
        [NotNullWhen(false)] out string? problem
    )
    {
        due = default;
        var inputs = new PluginInputs(context.Inputs);
        if (!inputs.TryText("bk_timing", "", out var timing, out problem))
        {
            return false;
        }
        if (IsSeconds(inputs.Find("bk_timing"), timing.Trim(), out var seconds))
        {
            if (
                seconds is null
                || seconds > (DateTimeOffset.MaxValue - context.StartedAt).Ticks / TimeSpan.TicksPerSecond
            )
            {
                problem = TooFar;
                return false;
            }
            due = context.StartedAt.AddTicks(seconds.Value * TimeSpan.TicksPerSecond);
            return true;
        }
        if (
            !DateTime.TryParseExact(
                timing.Trim(),
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
        )
        {
            problem = BadFormat;
            return false;
        }
        due = Instant(local, context.TimeZone);
        if (!inputs.TryBool("force_check", true, out var force, out problem))
        {
            return false;
        }
        // By the attempt's start, not by now: a call repeated after a crash must not find its own time past.
        if (force && due <= context.StartedAt)
        {
            problem = Past;
            return false;
        }
        return true;
    }

    /// <param name="seconds">Null where no long can hold them.</param>
    private static bool IsSeconds(JsonElement? value, string text, out long? seconds)
    {
        seconds = null;
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            seconds = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
                ? digits
                : null;
            return true;
        }
        if (
            value is { ValueKind: JsonValueKind.Number } number
            && number.TryGetDecimal(out var amount)
            && amount >= 0
            && decimal.IsInteger(amount)
        )
        {
            seconds = amount <= long.MaxValue ? (long)amount : null;
            return true;
        }
        return false;
    }

    /// <summary>A time that the clocks show twice means the later one; one that they skip, the time shown an hour on.</summary>
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        var ticks = local.Ticks - zone.GetUtcOffset(local).Ticks;
        return new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
