using System.Data;
using System.Globalization;
using Dapper;

namespace Sops.Storage;

/// <summary>Tells Dapper that times are stored as BIGINT unix milliseconds, in UTC.</summary>
internal sealed class UnixMilliseconds : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = value.ToUnixTimeMilliseconds();
    }
}
