namespace Sops.Storage;

public sealed class TemplateStore(Database database)
{
    internal Database D => database;
}
