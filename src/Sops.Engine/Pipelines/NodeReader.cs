using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Pipelines;

/// <summary>Reads the nodes of one level: events, activities, gateways, in the order that numbers them.</summary>
internal sealed class NodeReader(TreeReader tree, Level level)
{
    public void Read(Fields fields)
    {
        if (ReadEvent(fields, "start_event", "EmptyStartEvent", id => NewStart(id)) is StartEvent start)
            level.Pipeline.Start = start;
        if (ReadEvent(fields, "end_event", "EmptyEndEvent", id => NewEnd(id)) is EndEvent end)
            level.Pipeline.End = end;
        ReadSection(fields, "activities", ReadActivity);
        ReadSection(fields, "gateways", ReadGateway);
        level.Pipeline.Nodes = [.. level.Drafts.Select(draft => draft.Node)];
    }

    private StartEvent NewStart((string Id, string Name) node) =>
        new()
        {
            Index = tree.Nodes.Count,
            Id = node.Id,
            Name = node.Name,
            Pipeline = level.Pipeline,
        };

    private EndEvent NewEnd((string Id, string Name) node) =>
        new()
        {
            Index = tree.Nodes.Count,
            Id = node.Id,
            Name = node.Name,
            Pipeline = level.Pipeline,
        };

    private Node? ReadEvent(Fields fields, string section, string type, Func<(string, string), Node> create)
    {
        if (fields.RequiredObject(section) is not { } there)
        {
            level.ShapeUnknown = true;
            return null;
        }
        var id = there.RequiredText("id");
        var node = new Fields(there.Element, there.Path, id, tree.Findings);
        CheckId(id, node.Path);
        if (node.RequiredText("type") is var found && found.Length > 0 && found != type)
            UnknownType(id, node.Path, found, type);
        return Add(create((id, Name(node, required: false))), node);
    }

    private void ReadSection(Fields fields, string section, Func<Fields, string, Node> read)
    {
        if (fields.RequiredObject(section) is not { } map)
        {
            level.ShapeUnknown = true;
            return;
        }
        foreach (var entry in map.Element.EnumerateObject())
        {
            var node = new Fields(entry.Value, map.Path[entry.Name], entry.Name, tree.Findings);
            if (entry.Value.ValueKind != JsonValueKind.Object)
            {
                map.Mistyped(entry.Name, "an object");
                continue;
            }
            CheckId(entry.Name, node.Path);
            if (node.RequiredText("id") is { Length: > 0 } id && id != entry.Name)
                tree.Findings.Problem(
                    "ID_MISMATCH",
                    entry.Name,
                    node.Path["id"],
                    $"The node stands under \"{entry.Name}\" but calls itself \"{id}\"."
                );
            Add(read(node, entry.Name), node);
        }
    }

    private Node ReadActivity(Fields fields, string id)
    {
        var name = Name(fields, required: true);
        switch (fields.RequiredText("type"))
        {
            case "SubProcess":
                return new Subprocess
                {
                    Index = tree.Nodes.Count,
                    Id = id,
                    Name = name,
                    Pipeline = level.Pipeline,
                    Optional = fields.Flag("optional", false),
                };
            case var type:
                if (type is not ("ServiceActivity" or ""))
                    UnknownType(id, fields.Path, type, "ServiceActivity or SubProcess");
                return ActivityReader.Read(tree, level, fields, id, name);
        }
    }

    private Node ReadGateway(Fields fields, string id)
    {
        var (index, name, pipeline) = (tree.Nodes.Count, Name(fields, required: false), level.Pipeline);
        var extra = fields.Object("extra_info");
        var language = extra?.Text("parse_lang") is { Length: > 0 } given ? given : "boolrule";
        if (!Condition.Speaks(language))
            extra!.Value.Report(
                "UNKNOWN_LANGUAGE",
                "parse_lang",
                $"No gateway speaks \"{language}\": boolrule, MAKO and FEEL do."
            );
        switch (fields.RequiredText("type"))
        {
            case "ParallelGateway":
                return new ParallelGateway
                {
                    Index = index,
                    Id = id,
                    Name = name,
                    Pipeline = pipeline,
                };
            case "ConditionalParallelGateway":
                return new ConditionalParallelGateway
                {
                    Index = index,
                    Id = id,
                    Name = name,
                    Pipeline = pipeline,
                    ConditionLanguage = language,
                };
            case "ExclusiveGateway":
                return new ExclusiveGateway
                {
                    Index = index,
                    Id = id,
                    Name = name,
                    Pipeline = pipeline,
                    ConditionLanguage = language,
                    FirstWins = IsFirst(extra),
                };
            case var type:
                if (type is not ("ConvergeGateway" or ""))
                    UnknownType(id, fields.Path, type, "one of the four kinds of gateway");
                return new ConvergeGateway
                {
                    Index = index,
                    Id = id,
                    Name = name,
                    Pipeline = pipeline,
                };
        }
    }

    private static bool IsFirst(Fields? extra) =>
        extra?.Find("strategy") switch
        {
            { ValueKind: JsonValueKind.String } word => word.GetString() is "FIRST" or "2",
            { ValueKind: JsonValueKind.Number } number => number.TryGetInt32(out var code) && code == 2,
            _ => false,
        };

    private Node Add(Node node, Fields fields)
    {
        var draft = new Draft(node, fields, fields.Texts("incoming"), fields.Texts("outgoing"));
        tree.Nodes.Add(node);
        level.Drafts.Add(draft);
        if (!level.ById.TryAdd(node.Id, draft))
        {
            level.ShapeUnknown = true;
            tree.Findings.Problem(
                "DUPLICATE_ID",
                node.Id,
                fields.Path,
                $"The id \"{node.Id}\" is used by more than one node of this pipeline."
            );
        }
        return node;
    }

    private void CheckId(string id, TreePath path) => Ids.Check(tree, id, path);

    private string Name(Fields fields, bool required)
    {
        var name = required ? fields.RequiredText("name") : fields.Text("name") ?? "";
        var length = name.EnumerateRunes().Count();
        if (length > tree.Limits.Name)
            fields.Report(
                "NAME_TOO_LONG",
                "name",
                $"The name has {length} characters; the limit Name is {tree.Limits.Name}."
            );
        if (required && name.Length == 0 && fields.Find("name") is { ValueKind: JsonValueKind.String })
            fields.Report("NAME_EMPTY", "name", "An activity needs a name.");
        return name;
    }

    private void UnknownType(string id, TreePath path, string type, string wanted)
    {
        level.ShapeUnknown = true;
        tree.Findings.Problem(
            "NODE_TYPE_UNKNOWN",
            id,
            path["type"],
            $"\"{type}\" is no type for this place; expected is {wanted}."
        );
    }
}
