using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Storage;

public sealed class SqliteConversationListTests : ConversationListContract
{
    private readonly TempFolder _folder = new();

    private protected override IScoreStore Open() => SqliteStore.Open(_folder["qa.db"], Time, StoreDay.Beijing);

    private protected override void CleanUp() => _folder.Dispose();
}
