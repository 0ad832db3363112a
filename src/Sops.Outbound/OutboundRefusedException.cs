namespace Sops.Outbound;

/// <summary>A request that the policy does not let out: nothing was sent, and sending it again is of no use.</summary>
public sealed class OutboundRefusedException(string message) : HttpRequestException(message);
