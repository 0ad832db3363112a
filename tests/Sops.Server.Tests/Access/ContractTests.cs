using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Sops.Server.Access;

namespace Sops.Server.Tests.Access;

/// <summary>Nothing is served that nobody would guard.</summary>
public sealed class ContractTests
{
    [Theory]
    [InlineData("sops.v1.TaskService", "GetTaskStatus", true)]
    [InlineData("sops.v1.TaskService", "Forgotten", false)]
    [InlineData("sops.v1.ForgottenService", "Get", false)]
    [InlineData("grpc.health.v1.Health", "Check", true)]
    public void Method_ThatIsServed_IsInTheContract(string service, string name, bool known)
    {
        var bytes = Marshallers.Create<byte[]>(b => b, b => b);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, bytes, bytes);
        var endpoint = new Endpoint(null, new(new GrpcMethodMetadata(GetType(), method)), null);

        var error = Record.Exception(() => Contract.RequireKnown([endpoint]));

        Assert.Equal(known, error is null);
    }
}
