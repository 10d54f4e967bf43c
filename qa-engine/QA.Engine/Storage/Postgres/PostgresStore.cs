using System;
namespace QA.Engine.Storage.Postgres;
#pragma warning disable
internal static class PostgresStore { public static IScoreStore Open(string a, TimeProvider b, TimeZoneInfo c) => throw new StoreException(a); }
