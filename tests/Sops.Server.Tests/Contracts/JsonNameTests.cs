using Google.Protobuf.Reflection;
using Sops.V1;

namespace Sops.Server.Tests.Contracts;

/// <summary>REST shows the names of the proto files, which are bk-sops' own.</summary>
public sealed class JsonNameTests
{
    static readonly FileDescriptor[] Files =
    [
        AccessReflection.Descriptor,
        PipelineReflection.Descriptor,
        TemplateServiceReflection.Descriptor,
        TaskServiceReflection.Descriptor,
        SpaceTaskServiceReflection.Descriptor,
        WebhookServiceReflection.Descriptor,
        CallbackServiceReflection.Descriptor,
    ];

    [Fact]
    public void EveryField_ItsJsonName_IsItsProtoName()
    {
        var fields = Files.SelectMany(f => f.MessageTypes).SelectMany(Fields).ToList();

        Assert.True(fields.Count > 150, "the walk misses messages");
        Assert.Empty(fields.Where(f => f.JsonName != f.Name).Select(f => f.FullName));
    }

    [Fact]
    public void EveryFile_OfTheContract_IsWalked()
    {
        var imported = Files.SelectMany(f => f.Dependencies).Where(f => f.Package == "sops.v1");

        Assert.Empty(imported.Except(Files));
    }

    static IEnumerable<FieldDescriptor> Fields(MessageDescriptor message) =>
        message
            .Fields.InDeclarationOrder()
            .Concat(
                message.NestedTypes.Where(t => !t.Name.EndsWith("Entry", StringComparison.Ordinal)).SelectMany(Fields)
            );
}
