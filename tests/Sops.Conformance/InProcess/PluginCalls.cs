using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using Sops.Outbound;
using Sops.Plugins;

namespace Sops.Conformance.InProcess;

/// <summary>Makes the plugin calls that a run asks for, at the moment that it is told is now.</summary>
internal static class PluginCalls
{
    private static readonly PluginCatalog Catalog = PluginCatalog.Create(
        new PluginOptions { Conformance = true },
        new OutboundPolicy(new OutboundOptions()),
        new HttpMessageInvoker(new NoNetwork()),
        new FakeTimeProvider()
    );

    public static bool Knows(ComponentRef component) => Catalog.TryGet(component.Code, component.Version, out _);

    public static async Task<PluginResult> MakeAsync(Run run, int index, DateTimeOffset now)
    {
        var activity = (ServiceActivity)run.Tree[index];
        var node = run.Node(index)!;
        var call = node.Call!;
        Assert.True(Catalog.TryGet(activity.Component.Code, activity.Component.Version, out var plugin));
        var context = Context(run, activity, node, now);
        try
        {
            return call.Kind switch
            {
                CallKind.Execute => await plugin.ExecuteAsync(context, CancellationToken.None),
                CallKind.Poll => await plugin.PollAsync(context, CancellationToken.None),
                _ => await plugin.CallbackAsync(context, node.Callbacks![0], CancellationToken.None),
            };
        }
        catch (InvalidOperationException e)
        {
            return PluginResult.Fail(e.Message);
        }
    }

    private static PluginContext Context(Run run, ServiceActivity activity, NodeRun node, DateTimeOffset now) =>
        new()
        {
            TaskId = 1,
            TaskName = "case",
            NodeId = run.Ids.Node(node.Node),
            NodeName = activity.Name,
            Version = run.Ids.Version(node.Node, node.Attempt),
            IdempotencyKey = $"1/{node.Node}/{node.Loop}/{node.Attempt}",
            Loop = node.Loop,
            InnerLoop = node.InnerLoop,
            Execution = node.Executions,
            Polls = node.Call!.Polls,
            Callbacks = node.Call.Callbacks,
            StartedAt = node.StartedAt!.Value,
            Now = now,
            TimeZone = TimeZoneInfo.Utc,
            Operator = run.Operator,
            BusinessId = 2,
            Inputs = ObjectOf(node.Inputs),
            Outputs = ObjectOf(node.Outputs),
        };

    private static JsonElement ObjectOf(ValueMap? values) =>
        JsonSerializer.SerializeToElement(values ?? ValueMap.Empty, RunJson.Default.ValueMap);

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException("no case goes out to the network");
    }
}
