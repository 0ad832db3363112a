namespace Sops.Plugins;

/// <summary>What a deployment decides about its plugins; bound to the section <c>Sops:Plugins</c>.</summary>
public sealed class PluginOptions
{
    /// <summary>Also registers the test_* components that conformance cases are made of.</summary>
    public bool Conformance { get; init; }

    public WechatWorkOptions WechatWork { get; init; } = new();
}

/// <summary>Where wechat_work_send_message posts to.</summary>
public sealed class WechatWorkOptions
{
    /// <summary>URL that the policy of outgoing requests allows; a secret, as it contains the robot's key. Null or blank: not configured.</summary>
    public string? WebhookUrl { get; init; }
}
