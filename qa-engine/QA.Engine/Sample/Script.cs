using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Sample;

/// <summary>How an agent says something. Which one is used follows from the agent's skill.</summary>
internal enum Register
{
    Any,
    /// <summary>诚: good points and limits.</summary>
    Honest,
    /// <summary>平: a plain answer.</summary>
    Plain,
    /// <summary>夸: promises what nobody can promise.</summary>
    Absolute,
    /// <summary>冷: curt.</summary>
    Curt,
    /// <summary>暖: courteous.</summary>
    Warm,
    /// <summary>歉: apology first.</summary>
    Apology,
    /// <summary>迟: the matter first, the apology after it.</summary>
    Late,
    /// <summary>无: no apology.</summary>
    None,
    /// <summary>推: somebody else is to blame.</summary>
    Blame,
    /// <summary>贿: money for a review, or business moved to a private account.</summary>
    Bribe,
    /// <summary>危: threats, jeers, rights denied.</summary>
    Threat,
}

internal enum StepKind
{
    Customer, Agent, Bot, System, Image, Voice, Card, Topic, Check, Transfer, NextDay, Pause, Order,
    Solved, Thanks, Farewell, Stop, Group,
}

internal enum OrderState { None, Unpaid, Paid, Shipped, Received }

internal enum Opening { Customer, Agent, Plain }

/// <summary>One step of a script; which fields are filled depends on its kind.</summary>
internal sealed class Step
{
    public required StepKind Kind { get; init; }

    /// <summary>Bubbles of a line, for each register (index) the line is written in.</summary>
    public Template[][]?[] Lines { get; } = new Template[][]?[(int)Register.Threat + 1];

    /// <summary>Ways on. An empty one means that nothing happens.</summary>
    public Step[][] Ways { get; set; } = [];

    /// <summary>Percent for a group that may be left out; minutes for a pause; the state for an order step.</summary>
    public int Number { get; init; }

    /// <summary>A group played only after the agent's last line was in one of these registers.</summary>
    public Register[] After { get; init; } = [];
}

/// <summary>One way a conversation can go, read from the small language described at <see cref="ScriptText"/>.</summary>
internal sealed class Script
{
    public required string Name { get; init; }
    public required string[] Tags { get; init; }
    public required int Weight { get; init; }
    public required Step[] Steps { get; init; }
    public required OrderState Order { get; init; }
    public required string Shop { get; init; }
    public required string Language { get; init; }
    public required Opening Opening { get; init; }
    /// <summary>前 pre-sale, 后 after-sale, 混 either.</summary>
    public required string Team { get; init; }
    public required bool Complaint { get; init; }
    /// <summary>A return, an exchange or a complaint: no review is asked for.</summary>
    public required bool Case { get; init; }
    public required bool Night { get; init; }
    public required bool Returning { get; init; }

    public bool CrossesMidnight { get; private set; }

    public void Seal() => CrossesMidnight = Any(Steps, StepKind.NextDay);

    private static bool Any(Step[] steps, StepKind kind) =>
        steps.Any(step => step.Kind == kind || step.Ways.Any(way => Any(way, kind)));
}

/// <summary>
/// Reads scripts. A line starts with its kind, then its text; <c>//</c> parts bubbles:
/// <code>
/// = 发票 | w=4 order=received team=混     a script and its settings
/// 客 发票怎么开                           the customer speaks (图 音 卡: an image, a voice message, a product card)
/// 服                                      an agent speaks, in one register of those that follow
/// 暖> 麻烦{您}把抬头和税号发我一下{哦}
/// 冷> 抬头税号
/// 系 [订单卡片] …                         a system card      机 …   a bot
/// 查                                      the agent looks something up: 稍等, and time passes
/// 题                                      question and answer on the goods, chosen from the catalogue
/// 转                                      hand over to after-sales       隔   go on the next day      静 5   nobody writes for 5 minutes
/// 态 paid    解    谢    别    完         order state; complaint settled; thanks; farewell; stop here
/// [40 … ]    [40 … / … ]    [ … / … ]    [冷无 … ]    perhaps; perhaps, or else; one of; only after these registers
/// </code>
/// </summary>
internal sealed class ScriptText
{
    private readonly string[] _lines;
    private int _next;

    private ScriptText(string text) => _lines = text.Split('\n', StringSplitOptions.TrimEntries);

    /// <summary>Every script of a text, in its order.</summary>
    /// <exception cref="FormatException">A line cannot be read; the message quotes it.</exception>
    public static List<Script> Parse(string text)
    {
        var reader = new ScriptText(text);
        var scripts = new List<Script>();
        while (reader.SkipBlank())
            scripts.Add(reader.ReadScript());
        return scripts;
    }

    private bool SkipBlank()
    {
        while (_next < _lines.Length && (_lines[_next].Length == 0 || _lines[_next][0] == '#'))
            _next++;
        return _next < _lines.Length;
    }

    private Script ReadScript()
    {
        var header = _lines[_next++];
        if (!header.StartsWith("= ", StringComparison.Ordinal))
            throw new FormatException($"sample script: expected '= name | settings', not: {header}");
        var bar = header.IndexOf('|', StringComparison.Ordinal);
        var settings = header[(bar + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "1", StringComparer.Ordinal);
        var name = header[2..bar].Trim();
        string Get(string key, string fallback) => settings.GetValueOrDefault(key, fallback);

        var script = new Script
        {
            Name = name,
            Tags = Get("tag", name).Split(','),
            Weight = int.Parse(Get("w", "3")),
            Order = Enum.Parse<OrderState>(Get("order", "none"), ignoreCase: true),
            Shop = Get("shop", ""),
            Language = Get("lang", "zh"),
            Opening = Get("open", "客") switch { "服" => Opening.Agent, "直" => Opening.Plain, _ => Opening.Customer },
            Team = Get("team", "前"),
            Complaint = settings.ContainsKey("complaint"),
            Case = settings.ContainsKey("case") || settings.ContainsKey("complaint"),
            Returning = settings.ContainsKey("returning"),
            Night = settings.ContainsKey("night"),
            Steps = ReadSteps(ends: false),
        };
        script.Seal();
        return script;
    }

    private Step[] ReadSteps(bool ends)
    {
        var steps = new List<Step>();
        while (SkipBlank())
        {
            var line = _lines[_next];
            if (line[0] == '=')
            {
                if (ends)
                    throw new FormatException($"sample script: a group is not closed before: {line}");
                break;
            }

            if (line is "]" or "/")
                break;
            _next++;
            steps.Add(line[0] == '[' ? ReadGroup(line) : ReadStep(line));
        }

        return [.. steps];
    }

    private Step ReadGroup(string opening)
    {
        var rest = opening[1..].Trim();
        var percent = int.TryParse(rest, out var number) ? number : 0;
        Register[] after = percent == 0 && rest.Length > 0 ? [.. rest.Select(ReadRegister)] : [];
        var ways = new List<Step[]>();
        do
        {
            ways.Add(ReadSteps(ends: true));
        }
        while (_next < _lines.Length && _lines[_next++] is "/");
        return new Step { Kind = StepKind.Group, Number = percent, After = after, Ways = [.. ways] };
    }

    private Step ReadStep(string line)
    {
        var text = line[1..].Trim();
        switch (line[0])
        {
            case '客': return Spoken(StepKind.Customer, text);
            case '机': return Spoken(StepKind.Bot, text);
            case '系': return Spoken(StepKind.System, text);
            case '图': return new Step { Kind = StepKind.Image };
            case '音': return new Step { Kind = StepKind.Voice };
            case '卡': return new Step { Kind = StepKind.Card };
            case '题': return new Step { Kind = StepKind.Topic };
            case '查': return new Step { Kind = StepKind.Check };
            case '转': return new Step { Kind = StepKind.Transfer };
            case '隔': return new Step { Kind = StepKind.NextDay };
            case '解': return new Step { Kind = StepKind.Solved };
            case '谢': return new Step { Kind = StepKind.Thanks };
            case '别': return new Step { Kind = StepKind.Farewell };
            case '完': return new Step { Kind = StepKind.Stop };
            case '静': return new Step { Kind = StepKind.Pause, Number = int.Parse(text) };
            case '态': return new Step { Kind = StepKind.Order, Number = (int)Enum.Parse<OrderState>(text, ignoreCase: true) };
            case '服' when text.Length > 0: return Spoken(StepKind.Agent, text);
            case '服': return ReadRegisters();
            default: throw new FormatException($"sample script: no step starts with '{line[0]}': {line}");
        }
    }

    private Step ReadRegisters()
    {
        var byRegister = new List<Template[]>?[(int)Register.Threat + 1];
        while (SkipBlank() && _lines[_next].Length > 2 && _lines[_next][1] == '>')
        {
            var line = _lines[_next++];
            (byRegister[(int)ReadRegister(line[0])] ??= []).Add(Bubbles(line[2..].Trim()));
        }

        var step = new Step { Kind = StepKind.Agent };
        for (var i = 0; i < byRegister.Length; i++)
            step.Lines[i] = byRegister[i]?.ToArray();
        return step;
    }

    private static Step Spoken(StepKind kind, string text)
    {
        var step = new Step { Kind = kind };
        step.Lines[(int)Register.Any] = [Bubbles(text)];
        return step;
    }

    internal static Template[] Bubbles(string text) => [.. text.Split("//", StringSplitOptions.TrimEntries).Select(Template.Parse)];

    internal static Register ReadRegister(char letter) => letter switch
    {
        '诚' => Register.Honest,
        '平' => Register.Plain,
        '夸' => Register.Absolute,
        '冷' => Register.Curt,
        '暖' => Register.Warm,
        '歉' => Register.Apology,
        '迟' => Register.Late,
        '无' => Register.None,
        '推' => Register.Blame,
        '贿' => Register.Bribe,
        '危' => Register.Threat,
        _ => throw new FormatException($"sample script: no register is called '{letter}'"),
    };
}
