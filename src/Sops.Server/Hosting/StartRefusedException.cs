namespace Sops.Server.Hosting;

/// <summary>Settings that the service will not start with; its text is for whoever started it.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
