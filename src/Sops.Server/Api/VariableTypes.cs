namespace Sops.Server.Api;

/// <summary>The types that a custom variable can have, as people are told of them.</summary>
internal static class VariableTypes
{
    private static readonly Dictionary<string, VariableType> Known = new(StringComparer.Ordinal)
    {
        ["input"] = new("输入框", "string"),
        ["textarea"] = new("文本框", "string"),
        ["int"] = new("整数", "int"),
        ["datetime"] = new("日期时间", "string"),
        ["datetime_range"] = new("日期时间范围", "array"),
        ["date"] = new("日期", "string"),
        ["time"] = new("时间", "string"),
        ["select"] = new("下拉框", "string"),
        ["text_value_select"] = new("文本值下拉框", "object"),
        ["password"] = new("密码", "string"),
        ["datatable"] = new("表格", "array"),
        ["current_time"] = new("系统当前时间", "object"),
        ["format_support_current_time"] = new("系统当前时间(支持格式自定义)", "object"),
        ["format_support_datetime"] = new("日期时间(支持格式自定义)", "object"),
        ["bk_user_selector"] = new("人员选择器", "string"),
        ["json_variable"] = new("JSON变量", "object"),
    };

    /// <summary>Null for a type that is not known here.</summary>
    public static VariableType? Find(string code) => Known.GetValueOrDefault(code);
}

/// <param name="Json">What its values are in JSON.</param>
internal sealed record VariableType(string Name, string Json);
