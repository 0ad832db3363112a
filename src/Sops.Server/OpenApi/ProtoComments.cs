using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sops.V1;

namespace Sops.Server.OpenApi;

/// <summary>What the proto files say about their services, methods, messages and fields, by full name, as Markdown.</summary>
sealed class ProtoComments
{
    const string Resource = "sops.v1.pb";

    readonly Dictionary<string, string> _comments = [];

    ProtoComments() { }

    public string this[IDescriptor of] => _comments.GetValueOrDefault(of.FullName, "");

    /// <summary>From the descriptors that the build leaves in the contract's assembly; generated code has no comments.</summary>
    public static ProtoComments Read()
    {
        using var stream =
            typeof(JsonValue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The contract was built without {Resource}");
        var files = FileDescriptorSet.Parser.ParseFrom(stream).File.Select(f => f.ToByteString());
        var comments = new ProtoComments();
        foreach (var file in FileDescriptor.BuildFromByteStrings(files).Where(f => f.Package == "sops.v1"))
        {
            foreach (var message in file.MessageTypes)
                comments.Add(message);
            foreach (var service in file.Services)
            {
                comments.Add(service, service.Declaration);
                foreach (var method in service.Methods)
                    comments.Add(method, method.Declaration);
            }
        }
        return comments;
    }

    void Add(MessageDescriptor message)
    {
        Add(message, message.Declaration);
        foreach (var field in message.Fields.InDeclarationOrder())
            Add(field, field.Declaration);
        foreach (var nested in message.NestedTypes)
            Add(nested);
    }

    void Add(IDescriptor of, DescriptorDeclaration? declaration) =>
        _comments[of.FullName] = CommentText.ToMarkdown(declaration?.LeadingComments ?? "");
}
