using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Sops.Plugins.WechatWork;

/// <summary>One message to WeChat Work chats, as read from a node's inputs and as posted.</summary>
internal sealed record WechatWorkMessage(
    IReadOnlyList<string> Chats,
    string Type,
    string Content,
    IReadOnlyList<string> Mentioned
)
{
    private const int ChatIdLength = 32;

    public static bool TryRead(
        PluginInputs inputs,
        [NotNullWhen(true)] out WechatWorkMessage? message,
        [NotNullWhen(false)] out string? problem
    )
    {
        message = null;
        if (
            !inputs.TryText("wechat_work_chat_id", "", out var chats, out problem)
            || !inputs.TryText("message_content", "", out var content, out problem)
            || !inputs.TryText("wechat_work_mentioned_members", "", out var members, out problem)
            || !inputs.TryText("msgtype", "text", out var type, out problem)
            || !TrySplitChats(chats, out var ids, out problem)
        )
        {
            return false;
        }
        if (type is not ("text" or "markdown" or "markdown_v2"))
        {
            problem = "msgtype 不存在";
            return false;
        }
        var mentioned = members.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        message = new(ids, type, content, mentioned);
        return true;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["chatid"] = string.Join('|', Chats), ["msgtype"] = Type };
        if (Type == "text")
        {
            var mentioned = new JsonArray([.. Mentioned.Select(m => JsonValue.Create(m))]);
            json[Type] = new JsonObject { ["content"] = Content, ["mentioned_list"] = mentioned };
            return json;
        }
        // Markdown has no list of members: they are mentioned in the text, where "everybody" is written <@all>.
        var mentions = string.Join(' ', Mentioned.Select(m => $"<@{m.TrimStart('@')}>"));
        json[Type] = new JsonObject { ["content"] = mentions.Length > 0 ? $"{Content}\n{mentions}\n" : Content };
        json["at_short_name"] = true;
        return json;
    }

    private static bool TrySplitChats(
        string text,
        out IReadOnlyList<string> chats,
        [NotNullWhen(false)] out string? problem
    )
    {
        var ids = new List<string>();
        chats = ids;
        problem = null;
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length is not (0 or ChatIdLength))
            {
                problem = $"第{i + 1}行的会话 ID 格式不正确（长度需为 32）";
                return false;
            }
            if (lines[i].Length > 0)
            {
                ids.Add(lines[i]);
            }
        }
        problem = ids.Count == 0 ? "会话 ID 不能为空" : null;
        return problem is null;
    }
}
