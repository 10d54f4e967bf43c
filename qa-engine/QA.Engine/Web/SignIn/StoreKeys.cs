using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.SignIn;

/// <summary>Keeps the keys of cookies and forms in the store, so that every replica takes what another one gave.</summary>
internal sealed class StoreKeys(Accounts accounts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. accounts.Keys().Select(static xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) => accounts.AddKey(element.ToString(SaveOptions.DisableFormatting));
}
