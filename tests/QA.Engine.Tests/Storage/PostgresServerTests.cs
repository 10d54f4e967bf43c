using Npgsql;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class PostgresServerTests
{
    [Fact]
    public void What_was_committed_is_there_after_a_crash_of_the_server()
    {
        using var server = new PostgresServer();
        var database = server.NewDatabase();
        server.Execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", database);
        server.Restart(immediately: true);
        Assert.Equal(7, Number(server, database));

        // A copy has the rows of its template, and a life of its own.
        var copy = server.NewDatabase(template: database);
        server.Execute("UPDATE kept SET n = 8", copy);
        Assert.Equal((7, 8), (Number(server, database), Number(server, copy)));

        server.Stop();
        Assert.Throws<NpgsqlException>(() => Number(server, database));
    }

    private static int Number(PostgresServer server, string database)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT n FROM kept", connection);
        return (int)command.ExecuteScalar()!;
    }
}
