using System;
namespace QA.Engine.Storage.Sqlite;
#pragma warning disable
internal static class SqliteStore { public static IScoreStore Open(string a, TimeProvider b, TimeZoneInfo c) => throw new StoreException(a); }
