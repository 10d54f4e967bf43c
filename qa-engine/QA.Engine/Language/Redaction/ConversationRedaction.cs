using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QA.Scoring;

namespace QA.Engine.Language.Redaction;

/// <summary>
/// Takes personal data out of a whole conversation: its messages, its attributes, the customer's name where it is a number or an address. Ids, shops and the names of agents stay:
/// scores hang on them. So does a customer's name on the platform, by which persons are counted. For any thread.
/// </summary>
internal sealed class ConversationRedaction(Redactor redactor)
{
    /// <summary>The kind of what stood in an attribute, whatever it was.</summary>
    public const string Field = "field";

    private const int Deepest = 64;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The same conversation where there was nothing; what was masked in another is said in <see cref="Conversation.Masked"/>.</returns>
    public Conversation Of(Conversation chat)
    {
        var masked = new List<MaskedPiece>();
        Message[]? messages = null;
        for (var i = 0; i < chat.Messages.Count; i++)
        {
            var message = chat.Messages[i];
            var text = redactor.Redact(message.Text);
            foreach (var piece in text.Replacements)
                masked.Add(new MaskedPiece(i, piece.NewStart, piece.NewLength, piece.Kind));
            var sender = message.Speaker == Speaker.Customer && message.Sender is { } name ? Beside(name, masked) : message.Sender;
            if (text.Replacements.Count == 0 && ReferenceEquals(sender, message.Sender))
                continue;
            messages ??= [.. chat.Messages];
            messages[i] = message with { Text = text.Text, Sender = sender };
        }

        NamedValue[]? attributes = null;
        for (var i = 0; i < chat.Attributes.Count; i++)
        {
            var attribute = chat.Attributes[i];
            var value = Value(attribute.Name, attribute.Value);
            if (value == attribute.Value)
                continue;
            attributes ??= [.. chat.Attributes];
            attributes[i] = attribute with { Value = value };
            masked.Add(new MaskedPiece(MaskedPiece.BesideMessages, 0, 0, Field));
        }

        var customer = chat.Customer is { } known ? Beside(known, masked) : null;
        if (masked.Count == 0)
            return chat;
        return new Conversation(chat.Id, messages ?? chat.Messages)
        {
            Channel = chat.Channel,
            Shop = chat.Shop,
            Customer = customer,
            Opened = chat.Opened,
            Closed = chat.Closed,
            Attributes = attributes ?? chat.Attributes,
            Masked = masked,
        };
    }

    /// <summary>
    /// Takes personal data out of JSON of any shape: of each text and number, and all of a field whose name says that it is personal. An <c>id</c> at the top stays.
    /// </summary>
    /// <returns>The JSON in other spacing; null where it is no JSON.</returns>
    public string? Json(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
            var written = new ArrayBufferWriter<byte>(json.Length);
            using (var writer = new Utf8JsonWriter(written, Options))
                Write(writer, document.RootElement, personal: false);
            return Encoding.UTF8.GetString(written.WrittenSpan);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair in it.
            return null;
        }
    }

    private string Value(string name, string value)
    {
        if (PersonalFields.Holds(name))
            return Whole(value);
        return value.StartsWith('{') || value.StartsWith('[') ? Json(value) ?? Redact(value) : Redact(value);
    }

    private void Write(Utf8JsonWriter writer, JsonElement element, bool personal)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in element.EnumerateObject())
                {
                    writer.WritePropertyName(Redact(field.Name));
                    if (writer.CurrentDepth == 1 && field.NameEquals("id"u8))
                        field.Value.WriteTo(writer);
                    else
                        Write(writer, field.Value, personal || PersonalFields.Holds(field.Name));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, personal);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                var text = element.GetString()!;
                writer.WriteStringValue(personal ? Whole(text) : Redact(text));
                break;
            case JsonValueKind.Number:
                // A masked number never begins with a 0 that was none, so it stays a number.
                var number = element.GetRawText();
                writer.WriteRawValue(personal ? Whole(number) : Redact(number));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private string Beside(string name, List<MaskedPiece> masked)
    {
        var redacted = redactor.Redact(name);
        foreach (var piece in redacted.Replacements)
            masked.Add(new MaskedPiece(MaskedPiece.BesideMessages, 0, 0, piece.Kind));
        return redacted.Replacements.Count > 0 ? redacted.Text : name;
    }

    private string Redact(string text) => redactor.Redact(text) is { Replacements.Count: > 0 } redacted ? redacted.Text : text;

    private static string Whole(string value)
    {
        var masked = value.ToCharArray();
        SameLengthMask.Write(PersonalKind.Person, masked);
        return new string(masked);
    }
}
