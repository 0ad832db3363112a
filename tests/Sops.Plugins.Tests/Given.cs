using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Tests;

/// <summary>Calls as the runtime makes them, with everything that a test doesn't talk about filled in.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone(
        "Test/Shanghai",
        TimeSpan.FromHours(8),
        null,
        null
    );

    /// <param name="inputs">A JSON object; ' stands for ".</param>
    public static PluginContext Inputs(string inputs) =>
        new()
        {
            TaskId = 1,
            TaskName = "task",
            NodeId = "n1",
            NodeName = "node",
            Version = "v1",
            IdempotencyKey = "1/n1/1/1",
            Loop = 1,
            InnerLoop = 1,
            Execution = 1,
            StartedAt = Start,
            Now = Start,
            TimeZone = Shanghai,
            Operator = "admin",
            BusinessId = 2,
            Inputs = Json(inputs),
            Outputs = Json("{}"),
        };

    public static JsonElement Json(string json) => JsonElement.Parse(json.Replace('\'', '"'));

    public static async Task<PluginResult> Execute(this IPlugin plugin, PluginContext context) =>
        await plugin.ExecuteAsync(context, TestContext.Current.CancellationToken);

    public static async Task<PluginResult> Poll(this IPlugin plugin, PluginContext context) =>
        await plugin.PollAsync(context, TestContext.Current.CancellationToken);

    public static async Task<PluginResult> Callback(this IPlugin plugin, PluginContext context, string data) =>
        await plugin.CallbackAsync(context, Json(data), TestContext.Current.CancellationToken);
}
