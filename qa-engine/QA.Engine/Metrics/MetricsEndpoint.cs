using System;
using System.IO;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace QA.Engine.Metrics;

/// <summary><c>/metrics</c>: Prometheus's text format or OpenMetrics, as the reader prefers, zipped where it takes that.</summary>
internal static class MetricsEndpoint
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string TextType = "text/plain";

    /// <summary>What the answers call themselves.</summary>
    public static string ContentType(TextFormat format) => format == TextFormat.OpenMetrics
        ? OpenMetricsType + "; version=1.0.0; charset=utf-8"
        : TextType + "; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder routes, MetricCollector collector) =>
        routes.MapGet("/metrics", (HttpContext context) => Answer(context, collector));

    /// <summary>OpenMetrics only for who names it and likes it no less than text; everybody else, browsers included, gets text.</summary>
    /// <param name="accept">The header's values; what is no media type in them is passed over.</param>
    public static TextFormat Format(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return TextFormat.Prometheus;
        var (open, text) = (0.0, (Quality: 0.0, Precision: -1));
        foreach (var range in ranges)
        {
            if (range.Quality is null && Parameter(range, "q") is not null)
                continue;
            var quality = range.Quality ?? 1;
            if (range.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase) && Speaks(range, "1.0.0"))
                open = Math.Max(open, quality);

            // The most precise range decides, whatever a wider one says.
            var precision = !Speaks(range, "0.0.4") ? -1
                : range.MediaType.Equals(TextType, StringComparison.OrdinalIgnoreCase) ? 2
                : range.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase) ? 1
                : range.MediaType.Equals("*/*", StringComparison.OrdinalIgnoreCase) ? 0
                : -1;
            if (precision > text.Precision || precision == text.Precision && quality > text.Quality)
                text = (quality, precision);
        }

        return open > 0 && open >= (text.Precision < 0 ? 0 : text.Quality) ? TextFormat.OpenMetrics : TextFormat.Prometheus;
    }

    /// <summary>Whether the reader takes gzip and likes it no less than nothing.</summary>
    /// <param name="acceptEncoding">The header's values; what cannot be read in them is passed over.</param>
    public static bool Zips(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var codings))
            return false;
        double? zipped = null, plain = null, any = null;
        foreach (var coding in codings)
        {
            var quality = coding.Quality ?? 1;
            if (coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Value.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
                zipped = quality;
            else if (coding.Value.Equals("identity", StringComparison.OrdinalIgnoreCase))
                plain = quality;
            else if (coding.Value.Equals("*", StringComparison.Ordinal))
                any = quality;
        }

        return (zipped ?? any ?? 0) is > 0 and var wanted && wanted >= (plain ?? 0);
    }

    private static bool Speaks(MediaTypeHeaderValue range, string version) =>
        Parameter(range, "version") is not { } asked || HeaderUtilities.RemoveQuotes(asked).Equals(version, StringComparison.Ordinal);

    private static StringSegment? Parameter(MediaTypeHeaderValue range, string name)
    {
        foreach (var parameter in range.Parameters)
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return parameter.Value;
        }

        return null;
    }

    private static async Task Answer(HttpContext context, MetricCollector collector)
    {
        var (request, response) = (context.Request.Headers, context.Response);
        var format = Format(request.Accept);
        var zips = Zips(request.AcceptEncoding);
        response.ContentType = ContentType(format);
        response.Headers.Vary = "Accept, Accept-Encoding";
        response.Headers.CacheControl = "no-store";
        if (zips)
            response.Headers.ContentEncoding = "gzip";
        try
        {
            await Write(collector.Look(), response, format, zips, context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The scraper has gone, or has waited long enough; the next scrape says it all again.
            context.Abort();
        }
    }

    private static async Task Write(Scrape scrape, HttpResponse response, TextFormat format, bool zips, CancellationToken gone)
    {
        if (!zips)
        {
            await scrape.Write(response.BodyWriter, format, gone);
            return;
        }

        // Fastest: the best would make an eighth less of it and take five times as long.
        await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        var pipe = PipeWriter.Create(zip, new StreamPipeWriterOptions(minimumBufferSize: 1 << 16, leaveOpen: true));
        await scrape.Write(pipe, format, gone);
        await pipe.CompleteAsync();
    }
}
