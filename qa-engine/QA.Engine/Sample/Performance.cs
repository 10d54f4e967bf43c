using System;
using System.Collections.Generic;

namespace QA.Engine.Sample;

/// <summary>
/// Plays one script: the customer with a temper, each agent with a skill, and writes what they say into a
/// transcript. Whatever is decided is drawn from the conversation's own random stream.
/// </summary>
internal sealed class Performance(DateOnly firstDay, Transcript transcript)
{
    private const int Polite = 0, Ordinary = 1, Sparing = 2, Impatient = 3;
    private const int Opens = (8 * 3600) + 1800;

    // A lognormal wait, in percent of the agent's median; the tail is what waits look like at lunch.
    private static readonly int[] Waits = [30, 45, 55, 65, 75, 85, 95, 100, 105, 115, 130, 150, 180, 230, 320, 520];

    private readonly Scene _scene = new(firstDay);
    private readonly TextBuffer _text = transcript.Text;
    private readonly List<int> _usedFacts = [];
    private readonly int[] _candidates = new int[Agents.Everyone.Length];

    private SplitMix _random;
    private Script _script = null!;
    private SampleAgent _agent = null!;
    private Skill _skill;
    private int _now;
    private int _temper;
    private bool _formal;
    private bool _faces;
    private bool _greeted;
    private bool _agentTurn;
    private bool _solved;
    private bool _named;
    private bool _stopped;
    private int _commas;
    private int _questionMarks;
    private bool _slips;
    private bool _customerFaces;
    private int _mood;
    private int _waitExtra;
    private bool _waiting;
    private bool _asking;
    private Register _last;

    /// <summary>Makes the conversation that starts at <paramref name="opened"/> (seconds since the first day began).</summary>
    public void Play(Script script, Storefront shop, string channel, int opened, SplitMix random)
    {
        transcript.Clear();
        _random = random;
        _script = script;
        _now = opened;
        _scene.Set(shop.Kind, shop.Name, script, opened / 86400, ref _random);
        SetCustomer();
        _solved = !script.Complaint;
        // After the order, or once a script has spoken, everybody knows which product is meant.
        _named = script.Order != OrderState.None;
        _stopped = false;
        _usedFacts.Clear();
        _mood = 0;
        _last = Register.Any;
        _waitExtra = 0;
        transcript.Channel = channel;
        transcript.Shop = shop.Name;
        transcript.Opened = opened;
        transcript.Order = script.Order;
        transcript.Tags.AddRange(script.Tags);
        var draw = _random.Below(100);
        transcript.Returning = script.Returning || draw < (script.Order == OrderState.None ? 22 : 38);
        (transcript.CustomerPrefix, transcript.CustomerNumber) = Customer(channel);
        _agent = null!;
        TakeOver(Choose(script.Team switch
        {
            "后" => true,
            "混" => _random.Chance(64),
            _ => false,
        }));
        _greeted = false;

        Open();
        PlayAll(script.Steps);
        Close();
    }

    private void SetCustomer()
    {
        var draw = _random.Below(100);
        _temper = draw < 27 ? Polite : draw < 68 ? Ordinary : draw < 86 ? Sparing : Impatient;
        _commas = _random.Below(100);
        _questionMarks = _random.Below(100);
        _slips = _random.Chance(7);
        _customerFaces = _random.Chance(22);
    }

    private (string Prefix, int Number) Customer(string channel)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyz";
        var letter = _random.Below(Alphabet.Length);
        var number = _random.Below(100);
        return channel switch
        {
            "jd" => ("jd_****", number),
            "pinduoduo" => ("用户****", number),
            "douyin" => ("抖音用户***", number),
            _ => (TaobaoNames[letter], number),
        };
    }

    private static readonly string[] TaobaoNames =
    [
        "a***", "b***", "c***", "d***", "e***", "f***", "g***", "h***", "i***", "j***", "k***", "l***", "m***",
        "n***", "o***", "p***", "q***", "r***", "s***", "t***", "u***", "v***", "w***", "x***", "y***", "z***",
    ];

    // ---- agents -------------------------------------------------------------------------------------------

    /// <summary>Somebody on duty, first of the right team for the right shop, then whoever is there.</summary>
    private SampleAgent Choose(bool afterSale)
    {
        for (var strictness = 3; ; strictness--)
        {
            var found = 0;
            var shares = 0;
            for (var i = 0; i < Agents.Everyone.Length; i++)
            {
                var agent = Agents.Everyone[i];
                if (!Fits(agent, afterSale, strictness))
                    continue;
                _candidates[found++] = i;
                shares += Share(agent);
            }

            if (found == 0)
                continue;
            var draw = _random.Below(shares);
            var at = 0;
            while ((draw -= Share(Agents.Everyone[_candidates[at]])) >= 0)
                at++;
            return Agents.Everyone[_candidates[at]];
        }
    }

    private int Share(SampleAgent agent) =>
        string.Equals(_script.Language, "en", StringComparison.Ordinal) && string.Equals(agent.Name, "Emma", StringComparison.Ordinal) ? 400 : agent.Share;

    private bool Fits(SampleAgent agent, bool afterSale, int strictness)
    {
        var day = _now / 86400;
        if (ReferenceEquals(agent, _agent) || day < agent.FirstDay)
            return false;
        if (strictness >= 2 && afterSale != string.Equals(agent.Team, SampleAgent.AfterSale, StringComparison.Ordinal))
            return false;
        if (strictness >= 3 && !agent.Shops.Contains(_scene.Goods.Shop, StringComparison.Ordinal))
            return false;
        return strictness == 0 || OnDuty(agent);
    }

    private bool OnDuty(SampleAgent agent)
    {
        if (((int)firstDay.AddDays(_now / 86400).DayOfWeek + 6) % 7 == agent.FreeDay)
            return false;
        var ofDay = _now % 86400;
        // Before opening, whoever works the early shift will find the message in the morning.
        return agent.Early ? ofDay < (16 * 3600) + 1800 : ofDay >= 15 * 3600;
    }

    private void TakeOver(SampleAgent agent)
    {
        _agent = agent;
        _skill = agent.On(_now / 86400);
        _faces = _random.Chance(_skill.Emoticon);
        _formal = string.Equals(agent.Voice.You, "您", StringComparison.Ordinal) && (_skill.Warm >= 45 || _random.Chance(_skill.Warm + 15));
    }

    // ---- steps --------------------------------------------------------------------------------------------

    private void Open()
    {
        if (_script.Opening != Opening.Customer)
            return;
        if (!string.Equals(_script.Language, "zh", StringComparison.Ordinal))
            return;
        var draw = _random.Below(100);
        if (_script.Night || draw < 56)
            return;
        Customer(_random.Pick<Template>(Manners.Hello));
        if (_random.Chance(28))
        {
            _now += 1;
            Begin(out var start);
            Render(AutoReply);
            End(Role.Bot, Kind.Text, null, "自动回复", start);
        }

        if (draw < 80)
            return;
        // The customer waits to be answered before asking.
        _greeted = true;
        var greeting = _random.Below(100);
        if (greeting < _skill.GreetFull)
            Agent(_random.Pick<Template>(Manners.HelloAnswered), face: 75);
        else if (greeting < _skill.GreetFull + _skill.GreetPart)
            Agent(_random.Pick<Template>(Manners.HelloHalfAnswered), face: 30);
        else
            Agent(_random.Pick<Template>(Manners.HelloBrushedOff), face: 0);
    }

    private void PlayAll(Step[] steps)
    {
        // Groups that stand one after the other ask about the same line, not about what the first of them said.
        Register? held = null;
        foreach (var step in steps)
        {
            if (_stopped)
                return;
            if (step.Kind == StepKind.Group && step.After.Length > 0)
            {
                held ??= _last;
                if (Array.IndexOf(step.After, held.Value) >= 0)
                    PlayAll(step.Ways[_random.Below(step.Ways.Length)]);
                continue;
            }

            held = null;
            PlayOne(step);
        }
    }

    private void PlayOne(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Customer:
                foreach (var bubble in step.Lines[0]![0])
                    Customer(bubble);
                _named = true;
                break;
            case StepKind.Agent: Speak(step); break;
            case StepKind.Bot:
                _now += 1;
                foreach (var bubble in step.Lines[0]![0])
                    Notice(bubble, Role.Bot, "自动回复");
                break;
            case StepKind.System:
                if (transcript.Entries.Count > 0)
                    _now += _random.Between(2, 40);
                foreach (var bubble in step.Lines[0]![0])
                    Notice(bubble, Role.System, null);
                break;
            case StepKind.Image: Attachment(Kind.Image, "[图片]"); break;
            case StepKind.Voice: Attachment(Kind.Voice, "[语音]"); break;
            case StepKind.Card: ProductCard(); break;
            case StepKind.Topic: AskTopic(); break;
            case StepKind.Check: LookUp(); break;
            case StepKind.Transfer: HandOver(); break;
            case StepKind.NextDay: GoOn(); break;
            case StepKind.Pause: _now += (step.Number * 60) + _random.Below(50); break;
            case StepKind.Order: transcript.Order = (OrderState)step.Number; break;
            case StepKind.Solved: _solved = true; _mood++; break;
            case StepKind.Thanks: GiveThanks(); break;
            case StepKind.Farewell: SayFarewell(); break;
            case StepKind.Stop: _stopped = true; break;
            case StepKind.Group:
                PlayGroup(step);
                break;
        }
    }

    private bool Answered()
    {
        foreach (var entry in transcript.Entries)
        {
            if (entry.Role == Role.Agent)
                return true;
        }

        return false;
    }

    private void PlayGroup(Step step)
    {
        var ways = step.Ways;
        if (step.Number == 0)
            PlayAll(ways[_random.Below(ways.Length)]);
        else if (_random.Chance(step.Number))
            PlayAll(ways[0]);
        else if (ways.Length > 1)
            PlayAll(ways[1 + _random.Below(ways.Length - 1)]);
    }

    private void Close()
    {
        if (string.Equals(transcript.Channel, "jd", StringComparison.Ordinal) && _agentTurn && _random.Chance(35))
        {
            _now += 2;
            Begin(out var start);
            _text.Append("[服务评价邀请] 请对客服");
            _text.Append(_agent.Name);
            _text.Append("的服务进行评价");
            End(Role.System, Kind.Card, null, null, start);
        }

        transcript.Closed = _now + _random.Between(40, 900);
        var unasked = _script.Opening == Opening.Plain && !_script.Complaint;
        if (!_random.Chance(26) || unasked || !Answered())
            return;
        var rating = (_script.Complaint ? (_solved ? 3 : 2) : 4) + (_mood < 0 ? _mood : _mood / 2) + _random.Below(2);
        transcript.Rating = Math.Clamp(rating, 1, 5);
    }

    /// <summary>An agent's line in the register that follows from skill, with a greeting where it is the first.</summary>
    private void Speak(Step step)
    {
        var register = Draw(step);
        _last = register;
        _mood += register switch
        {
            Register.Apology or Register.Honest => 1,
            Register.Warm => _random.Below(2),
            Register.None or Register.Curt => -1,
            Register.Blame => -3,
            Register.Threat => -3,
            _ => 0,
        };
        var lines = step.Lines[(int)register]!;
        var bubbles = lines.Length == 1 ? lines[0] : lines[_random.Below(lines.Length)];
        var face = register switch
        {
            Register.Warm or Register.Honest => 24,
            Register.Apology => 45,
            Register.Absolute => 40,
            Register.Any or Register.Plain or Register.Late => 12,
            _ => 0,
        };
        foreach (var bubble in bubbles)
            Agent(bubble, face);
    }

    private Register Draw(Step step)
    {
        bool Has(Register register) => step.Lines[(int)register] is not null;
        Register Or(Register register, Register second, Register third)
            => Has(register) ? register : Has(second) ? second : Has(third) ? third : FirstOf(step);

        if (Has(Register.Any))
            return Register.Any;
        // The rude threaten, the eager bribe.
        var critical = _skill.Curt > 20 ? Register.Threat : Register.Bribe;
        if (Has(critical) && _random.Chance(_skill.Critical * 5))
            return critical;
        var draw = _random.Below(100);
        if (Has(Register.Apology) || Has(Register.None))
        {
            if (draw < _skill.ApologyFirst)
                return Or(Register.Apology, Register.Late, Register.None);
            if (draw < _skill.ApologyFirst + _skill.ApologyLate)
                return Or(Register.Late, Register.None, Register.Apology);
            if (_random.Chance(_skill.Absolute) && Has(Register.Absolute))
                return Register.Absolute;
            if (_random.Below(100) < _skill.Blame + 10)
                return Or(Register.Blame, Register.None, Register.Curt);
            return _random.Chance(_skill.Curt) ? Or(Register.Curt, Register.None, Register.Late) : Or(Register.None, Register.Late, Register.Curt);
        }

        if (draw < _skill.Curt)
            return Or(Register.Curt, Register.Plain, Register.Warm);
        if (Has(Register.Absolute) && _random.Chance(_skill.Absolute))
            return Register.Absolute;
        var product = Has(Register.Honest);
        if (product && _random.Chance(Has(Register.Warm) ? _skill.Honest / 2 : _skill.Honest))
            return Register.Honest;
        return _random.Chance(_skill.Warm) ? Or(Register.Warm, Register.Plain, Register.Honest) : Or(Register.Plain, Register.Warm, Register.Honest);
    }

    private static Register FirstOf(Step step)
    {
        for (var i = 0; i < step.Lines.Length; i++)
        {
            if (step.Lines[i] is not null)
                return (Register)i;
        }

        throw new InvalidOperationException("sample script: an agent's step has no line");
    }

    /// <summary>A question on the goods that was not asked yet, its answer, and what the customer makes of it.</summary>
    private void AskTopic()
    {
        var facts = _scene.Goods.Facts;
        if (_usedFacts.Count >= facts.Count)
            return;
        int index;
        do
        {
            index = _random.Below(facts.Count);
        }
        while (_usedFacts.Contains(index));
        var first = _usedFacts.Count == 0;
        _usedFacts.Add(index);
        var fact = facts[index];
        if (!transcript.Tags.Contains(fact.Topic.Name))
            transcript.Tags.Add(fact.Topic.Name);

        if (!_named && _random.Chance(45))
            ProductCard();
        Begin(out var start);
        if (!_named)
            Render(_temper == Polite ? NamePolitely : Name);
        else if (!first && _random.Chance(40))
            _text.Append(_random.Chance(50) ? "还有，" : "那");
        _named = true;
        Render(_random.Pick<Template>(fact.Questions));
        FinishCustomer(start);

        var draw = _random.Below(100);
        if (draw < _skill.Curt)
            Answer(Register.Curt, _random.Pick<Template>(fact.Topic.Curt), 0, Manners.AfterCurt, 70);
        else if (_random.Chance(_skill.Absolute))
            Answer(Register.Absolute, _random.Pick<Template>(fact.Topic.Absolute), 40, Manners.AfterAbsolute, 65);
        else if (_random.Chance(_skill.Honest))
            Answer(Register.Honest, _random.Pick<Template>(fact.Honest), 22, Manners.AfterHonest, 60);
        else
            Answer(Register.Plain, _random.Pick<Template>(fact.Plain), 14, Manners.AfterPlain, 40);

        void Answer(Register register, Template line, int face, Template[] reactions, int reacts)
        {
            _last = register;
            _mood += register == Register.Honest ? 1 : register == Register.Curt ? -1 : 0;
            Agent(line, face);
            if (!_random.Chance(reacts))
                return;
            var reaction = _random.Pick<Template>(reactions);
            Customer(reaction);
            // "Can you be more precise?" deserves the fact, even from the curt.
            if (register == Register.Curt && ReferenceEquals(reaction, Manners.AfterCurt[0]))
                Agent(fact.Plain[0], 0);
            else if (register == Register.Absolute && ReferenceEquals(reaction, Manners.AfterAbsolute[0]))
                Agent(_random.Chance(_skill.Honest + 20) ? fact.Honest[0] : fact.Topic.Absolute[^1], 10);
        }
    }

    private void LookUp()
    {
        if (_random.Chance(_skill.Warm))
            Agent(_random.Pick<Template>(Manners.OneMoment), 14);
        else if (_random.Chance(45))
            Agent(_random.Pick<Template>(Manners.OneMomentPlain), 0);
        _waitExtra = _random.Between(15, 100) + _random.Below(_skill.Seconds * 2);
    }

    private void HandOver()
    {
        var before = _agent;
        var next = Choose(afterSale: true);
        _now += _random.Between(3, 20);
        Begin(out var start);
        _text.Append("客服 ");
        _text.Append(before.Name);
        _text.Append(" 已将会话转接给 ");
        _text.Append(next.Name);
        End(Role.System, Kind.Text, null, null, start);
        TakeOver(next);
        _greeted = true;
        _waiting = true;
    }

    private void GoOn()
    {
        var ofDay = _now % 86400;
        var midnight = _now - ofDay;
        if (ofDay < Opens)
        {
            _now = midnight + Opens + _random.Between(60, 3000);
            _waiting = false;
            return;
        }

        _now = midnight + 86400 + _random.Between(9 * 3600, 21 * 3600);
        if (OnDuty(_agent))
            return;
        TakeOver(Choose(string.Equals(_agent.Team, SampleAgent.AfterSale, StringComparison.Ordinal)));
    }

    private void GiveThanks()
    {
        Template[] lines;
        if (_script.Complaint)
            lines = Manners.ThanksAfterComplaint[_temper];
        else if (_last is Register.Curt or Register.Blame && _temper != Polite)
            lines = Manners.ThanksForNothing;
        else
            lines = Manners.Thanks[_temper];
        Customer(_random.Pick<Template>(lines));
        _asking = false;
    }

    private void SayFarewell()
    {
        if (string.Equals(_script.Language, "en", StringComparison.Ordinal))
        {
            FarewellInEnglish();
            return;
        }

        var bought = transcript.Order != OrderState.None && transcript.Order != OrderState.Unpaid;
        if (_random.Chance(_skill.Farewell))
        {
            var lines = _script.Complaint ? Manners.FarewellAfterComplaint
                : bought && !_script.Case && transcript.Order != OrderState.Received ? (_random.Chance(70) ? Manners.FarewellToBuyer : Manners.Farewell)
                : Manners.Farewell;
            Agent(_script.Complaint ? _random.Pick<Template>(lines) : AfterThanks(lines), 75);
            if (bought && !_script.Case && _random.Chance(_skill.Review))
                AskForReview();
            else if (_script.Complaint && !_solved && _skill.Absolute > 50 && _random.Chance(55))
                Agent(_random.Pick<Template>(Manners.ReviewAfterArrival), 60);
        }
        else if (_random.Chance(45))
        {
            Agent(AfterThanks(Manners.FarewellHalf), 20);
        }
        else
        {
            return;
        }

        if (_random.Chance(14))
            Customer(_random.Pick<Template>(Manners.LastWords));
    }

    /// <summary>The first line of such lists says 不客气, which answers thanks only.</summary>
    private Template AfterThanks(Template[] lines) =>
        Thanked() ? _random.Pick<Template>(lines) : _random.Pick<Template>(lines.AsSpan(1));

    private bool Thanked()
    {
        if (transcript.Entries is not [.., { Role: Role.Customer } last])
            return false;
        var text = _text[last.Start..(last.Start + last.Length)];
        return text.Contains('谢') || text.Contains("辛苦", StringComparison.Ordinal) || text.Contains("麻烦你", StringComparison.Ordinal);
    }

    private void AskForReview()
    {
        var arrived = transcript.Order == OrderState.Received;
        var lines = _random.Chance(_skill.Critical) ? Manners.ReviewForCash : arrived ? Manners.ReviewAfterArrival : Manners.ReviewBeforeArrival;
        Agent(_random.Pick<Template>(lines), 50);
    }

    private void FarewellInEnglish()
    {
        if (!_random.Chance(_skill.Farewell))
        {
            if (_random.Chance(50))
                Agent(_random.Pick<Template>(Manners.EnglishFarewellHalf), 20);
            return;
        }

        Agent(_random.Pick<Template>(Manners.EnglishFarewell), 70);
        if (transcript.Order != OrderState.None && !_script.Case && _random.Chance(_skill.Review))
            Agent(_random.Pick<Template>(Manners.EnglishReview), 40);
    }

    // ---- messages -----------------------------------------------------------------------------------------

    private void Customer(Template line)
    {
        Begin(out var start);
        Render(line);
        FinishCustomer(start);
    }

    /// <summary>Types like a customer: blanks for commas, no or many question marks, slips, several bubbles.</summary>
    private void FinishCustomer(int start)
    {
        var chinese = !string.Equals(_script.Language, "en", StringComparison.Ordinal);
        // An alternative left empty at the end leaves the comma before it.
        if (_text.Length > start && _text[^1..][0] == '，')
            _text.Truncate(_text.Length - 1);
        var text = _text[start.._text.Length];
        if (chinese)
        {
            if (_slips)
                Slip(text);
            if (_commas is >= 35 and < 80)
                text.Replace('，', ' ');
            if (_questionMarks < 45 && text.Length > 1 && text[^1] == '？')
                _text.Truncate(_text.Length - 1);
            else if (_questionMarks > 88 && _temper == Impatient && text is [.., '？'])
                _text.Append("？？");
            if (_customerFaces && _random.Chance(18))
                _text.Append(_random.Pick<string>(_script.Complaint && !_solved ? Manners.CustomerCross : Manners.CustomerGlad));
        }

        var length = _text.Length - start;
        _now += CustomerGap();
        if (chinese && _commas >= 80 && length > 12)
        {
            // Sent piece by piece, as thumbs do.
            var from = start;
            for (var i = start; i < start + length; i++)
            {
                if (_text[i..(i + 1)][0] != '，')
                    continue;
                if (i > from)
                    Add(Role.Customer, Kind.Text, null, null, from, i - from);
                _now += _random.Between(2, 9);
                from = i + 1;
            }

            if (start + length > from)
                Add(Role.Customer, Kind.Text, null, null, from, start + length - from);
        }
        else if (length > 0)
        {
            Add(Role.Customer, Kind.Text, null, null, start, length);
        }

        _agentTurn = false;
        _waiting = true;
        _asking = true;
    }

    private int CustomerGap()
    {
        if (transcript.Entries.Count == 0)
            return 0;
        return _agentTurn ? _random.Between(6, _temper == Sparing ? 90 : 45) : _random.Between(3, 14);
    }

    private void Slip(Span<char> text)
    {
        var (right, wrong) = Manners.Slips[_random.Below(Manners.Slips.Length)];
        var at = text.IndexOf(right, StringComparison.Ordinal);
        if (at >= 0)
            wrong.CopyTo(text[at..]);
    }

    private void Attachment(Kind kind, string text)
    {
        _now += _random.Between(4, 40);
        Begin(out var start);
        _text.Append(text);
        End(Role.Customer, kind, null, null, start);
        _agentTurn = false;
        _waiting = true;
        _asking = true;
    }

    private void ProductCard()
    {
        _named = true;
        if (transcript.Entries.Count > 0)
            _now += _random.Between(2, 12);
        Begin(out var start);
        Render(Link);
        End(Role.Customer, Kind.Card, null, null, start);
        _agentTurn = false;
        _waiting = true;
        _asking = true;
    }

    private void Notice(Template line, Role role, string? sender)
    {
        Begin(out var start);
        Render(line);
        var card = _text[start.._text.Length].StartsWith("[订单卡片]", StringComparison.Ordinal);
        End(role, card ? Kind.Card : Kind.Text, null, sender, start);
    }

    /// <summary>An agent's message: the wait, the greeting if it is owed, the words, perhaps a face.</summary>
    private void Agent(Template line, int face)
    {
        Wait();
        var english = string.Equals(_script.Language, "en", StringComparison.Ordinal);
        var inline = default(Template);
        if (!_greeted)
        {
            _greeted = true;
            if (_script.Opening != Opening.Agent)
                inline = Greet(english);
        }

        Begin(out var start);
        Render(line);
        if (inline is not null && !english && StartsWithGreeting(_text[start.._text.Length]))
            inline = null;
        if (inline is not null)
        {
            var addressed = _text[start..(start + 1)][0] is '亲' or '宝';
            _text.Truncate(start);
            Render(addressed ? Manners.GreetingInline[0] : inline);
            Render(line);
        }

        if (_text[start.._text.Length] is "[图片]")
        {
            End(Role.Agent, Kind.Image, _agent, null, start);
            _agentTurn = true;
            return;
        }

        if (_faces && face > 0 && _random.Chance(face))
            _text.Append(Face(english));
        // Canned lines go out at once; the rest is typed.
        if (_agentTurn)
            _now += _random.Between(2, 6) + ((_text.Length - start) / 6);
        End(Role.Agent, Kind.Text, _agent, null, start);
        _agentTurn = true;
    }

    private static bool StartsWithGreeting(ReadOnlySpan<char> text) =>
        text.StartsWith("您好", StringComparison.Ordinal) || text.StartsWith("你好", StringComparison.Ordinal)
        || (text.Length > 2 && text[2] == '好' && text[0] is '早' or '下' or '晚' or '中');

    /// <summary>Says hello in a bubble of its own, or gives the words to begin the line with.</summary>
    private Template? Greet(bool english)
    {
        var draw = _random.Below(100);
        var full = draw < _skill.GreetFull;
        if (!full && draw >= _skill.GreetFull + _skill.GreetPart)
            return null;
        if (english)
        {
            if (full && !_script.Complaint)
                Agent(_random.Pick<Template>(Manners.EnglishGreeting), 60);
            else if (full)
                return Manners.EnglishGreetingInline[0];
            else
                return Manners.EnglishGreetingInline[1];
            return null;
        }

        if (!full)
        {
            Agent(_random.Pick<Template>(Manners.GreetingHalf), 15);
            return null;
        }

        // Nobody welcomes a customer whose cup is broken, or somebody selling boxes.
        if (_script.Complaint || _script.Opening == Opening.Plain)
            return Manners.GreetingInline[0];
        if (_random.Chance(30))
            return _random.Pick<Template>(Manners.GreetingInline);
        Agent(_random.Pick<Template>(Greetings[Array.IndexOf(Agents.Everyone, _agent)]), 75);
        return null;
    }

    private static readonly Template[][] Greetings = Array.ConvertAll(Agents.Everyone, agent => Array.ConvertAll(agent.Voice.Greetings, Template.Parse));

    private void Wait()
    {
        if (!_waiting)
        {
            _now += _waitExtra + (_agentTurn || _waitExtra > 0 ? 0 : _random.Between(5, 30));
            _waitExtra = 0;
            return;
        }

        var gap = (_skill.Seconds * _random.Pick<int>(Waits) / 100) + _random.Between(2, 8) + _waitExtra;
        _waitExtra = 0;
        _waiting = false;
        var hour = _now % 86400 / 3600;
        if (hour is 12 or 20 or 21)
            gap = gap * 13 / 10;
        var zh = string.Equals(_script.Language, "zh", StringComparison.Ordinal);
        if (zh && gap > 110 && _asking && _script.Opening != Opening.Agent && transcript.Entries.Count > 0 && _random.Chance(_temper == Impatient ? 75 : 25))
        {
            // The customer asks again before the answer comes.
            var half = gap * _random.Between(50, 80) / 100;
            _now += half;
            Begin(out var start);
            Render(_random.Pick<Template>(Manners.Chasers));
            End(Role.Customer, Kind.Text, null, null, start);
            gap -= half;
        }

        _now += Math.Max(2, gap);
    }

    private string Face(bool english)
    {
        if (english)
            return _random.Chance(50) ? " :)" : " 😊";
        var channel = transcript.Channel;
        if (_script.Complaint && !_solved)
        {
            if (_skill.Absolute > 50 && _last != Register.Any && _random.Chance(18))
                return _random.Pick<string>(Manners.OutOfPlace);
            return channel switch
            {
                "jd" => _random.Pick<string>(Manners.GentleJingDong),
                "taobao" => _random.Pick<string>(Manners.GentleWangwang),
                _ => _random.Pick<string>(Manners.Gentle),
            };
        }

        if (_random.Chance(25))
            return _random.Pick<string>(_agent.Voice.Faces);
        return channel switch
        {
            "jd" => _random.Pick<string>(_random.Chance(85) ? Manners.JingDong : Manners.Emoji),
            "taobao" => _random.Pick<string>(_random.Chance(70) ? Manners.Wangwang : Manners.Emoji),
            _ => _random.Pick<string>(_random.Chance(60) ? Manners.Brackets : Manners.Emoji),
        };
    }

    private void Begin(out int start) => start = _text.Length;

    private void End(Role role, Kind kind, SampleAgent? agent, string? sender, int start) =>
        Add(role, kind, agent, sender, start, _text.Length - start);

    private void Add(Role role, Kind kind, SampleAgent? agent, string? sender, int start, int length) =>
        transcript.Entries.Add(new Entry(role, kind, agent, sender, _now, start, length));

    // ---- words --------------------------------------------------------------------------------------------

    private static readonly Template AutoReply = Template.Parse("您好，{店}客服正在路上，请先描述您的问题，人工会尽快回复您哦");
    private static readonly Template Link = Template.Parse("[商品链接] {全名} ¥{价}.00");
    private static readonly Template NamePolitely = Template.Parse("请问你家{商品}，");
    private static readonly Template Name = Template.Parse("{商品}");

    private void Render(Template template)
    {
        foreach (ref readonly var part in template.Parts.AsSpan())
        {
            if (part.Literal is { } literal)
                _text.Append(literal);
            else if (part.Choices is { } choices)
                Render(choices[_random.Below(choices.Length)]);
            else
                Fill(part.Slot);
        }
    }

    private void Fill(Slot slot)
    {
        switch (slot)
        {
            case Slot.昵称: _text.Append(_agent.Name); break;
            case Slot.用: Render(_scene.Goods.Use); break;
            case Slot.用问: Render(_scene.Goods.UseQuestion); break;
            case Slot.您: _text.Append(_formal ? "您" : "你"); break;
            case Slot.亲:
                if (_random.Chance(_skill.Warm * 3 / 4))
                    _text.Append(_random.Pick<string>(_agent.Voice.Address));
                break;
            case Slot.哦:
                if (_random.Chance(Math.Min(85, _skill.Warm + 10)))
                    _text.Append(_random.Pick<string>(_agent.Voice.Particles));
                break;
            case Slot.波:
                if (_random.Chance(_skill.Warm))
                    _text.Append(_random.Pick<string>(_agent.Voice.Waves));
                break;
            default: _scene.Append(slot, _text, _now); break;
        }
    }
}
