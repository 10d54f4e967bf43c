using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace QA.Engine.Web.Layout;

/// <summary>
/// The one stylesheet and the one script. Their parts stand beside the pages they are for (<c>Web/*/*.css</c>, <c>*.js</c>), the frame's first, and are
/// joined when the program starts.
/// </summary>
internal static class SiteAssets
{
    private const string Prefix = "QA.Engine.Web.";
    private static readonly Asset Style = Join(".css", "text/css; charset=utf-8");
    private static readonly Asset Script = Join(".js", "text/javascript; charset=utf-8");

    /// <summary>With its digest, so that browsers keep it for ever.</summary>
    public static string StylePath { get; } = $"/assets/{Style.Digest}.css";

    public static string ScriptPath { get; } = $"/assets/{Script.Digest}.js";

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(StylePath, static (HttpContext http) => Serve(http, Style));
        routes.MapGet(ScriptPath, static (HttpContext http) => Serve(http, Script));
    }

    private static IResult Serve(HttpContext http, Asset asset)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Bytes, asset.Kind);
    }

    private static Asset Join(string ending, string kind)
    {
        var assembly = typeof(SiteAssets).Assembly;
        var text = new StringBuilder();
        foreach (var name in Names())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            text.Append(reader.ReadToEnd()).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new Asset(bytes, kind, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);

        IEnumerable<string> Names() => assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
            .OrderBy(static name => !name.StartsWith(Prefix + "Layout.", StringComparison.Ordinal)).ThenBy(static name => name, StringComparer.Ordinal);
    }

    private sealed record Asset(byte[] Bytes, string Kind, string Digest);
}
