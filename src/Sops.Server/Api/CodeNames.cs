namespace Sops.Server.Api;

/// <summary>The codes that tasks are grouped by, with the names that people see.</summary>
internal static class CodeNames
{
    public static IReadOnlyList<(string Code, string Name)> Categories { get; } =
    [
        ("OpsTools", "运维工具"),
        ("MonitorAlarm", "监控告警"),
        ("ConfManage", "配置管理"),
        ("DevTools", "开发工具"),
        ("EnterpriseIT", "企业IT"),
        ("OfficeApp", "办公应用"),
        ("Other", "其它"),
        ("Default", "默认分类"),
    ];

    public static IReadOnlyList<(string Code, string Name)> FlowTypes { get; } =
    [("common", "默认任务流程"), ("common_func", "职能化任务流程")];

    public static IReadOnlyList<(string Code, string Name)> CreateMethods { get; } =
    [
        ("app", "手动"),
        ("api", "API网关"),
        ("app_maker", "轻应用"),
        ("periodic", "周期任务"),
        ("clocked", "计划任务"),
        ("mobile", "移动端"),
        ("mcp", "MCP"),
    ];

    /// <summary>bk-sops counts a revoked task as being executed for ever; here it has a group of its own.</summary>
    public static IReadOnlyList<(string Code, string Name)> Standings { get; } =
    [("CREATED", "未执行"), ("EXECUTING", "执行中"), ("FINISHED", "已完成"), ("REVOKED", "已撤销")];

    /// <summary>A code that has no name is shown itself.</summary>
    public static string Category(string code) => Categories.FirstOrDefault(c => c.Code == code).Name ?? code;
}
