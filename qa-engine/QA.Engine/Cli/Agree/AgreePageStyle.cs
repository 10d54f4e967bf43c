namespace QA.Engine.Cli.Agree;

/// <summary>How the page looks. Colours keep a contrast of 4.5 : 1 on their grounds, in the light and in the dark; none carries a meaning alone.</summary>
internal static class AgreePageStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark; --paper: #fff; --ground: #f4f5f7; --ink: #1c2330; --soft: #57606f; --line: #d5d9e0; --blue: #1f5fbf; --good: #14683a; --goodpaper: #e2f4e8; --bad: #a3241b; --badpaper: #fde7e4; --warn: #7a4b00; --warnpaper: #fdf0d5; --mark: #ffe48a; }
        @media (prefers-color-scheme: dark) { :root { --paper: #1a1f29; --ground: #11151c; --ink: #e8ebf0; --soft: #a5aebc; --line: #363e4c; --blue: #8ab8ff; --good: #86dba5; --goodpaper: #173824; --bad: #ff9e94; --badpaper: #472320; --warn: #f0c36b; --warnpaper: #40310f; --mark: #6b5400; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        header, main { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1rem; }
        h1 { font-size: 1.6rem; margin: .2rem 0; line-height: 1.25; }
        h2 { font-size: 1.2rem; margin: 0 0 .6rem; }
        h3 { font-size: 1rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
        p, ul, dl { margin: .4rem 0; }
        ul { padding-left: 1.2rem; }
        code { font-size: .85em; color: var(--soft); overflow-wrap: anywhere; }
        a { color: var(--blue); }
        .fine { color: var(--soft); font-size: .875rem; }
        .raters { font-size: 1.05rem; }
        section { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
        .pick { position: absolute; opacity: 0; pointer-events: none; }
        .languages { float: right; display: flex; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; background: var(--paper); }
        .languages label { padding: .55rem .8rem; cursor: pointer; color: var(--soft); }
        #in-zh:checked ~ header label[for=in-zh], #in-en:checked ~ header label[for=in-en] { background: var(--blue); color: var(--paper); font-weight: 600; }
        #in-zh:focus-visible ~ header label[for=in-zh], #in-en:focus-visible ~ header label[for=in-en] { outline: 3px solid var(--ink); outline-offset: -3px; }
        #in-zh:checked ~ * .en, #in-en:checked ~ * .zh { display: none; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; }
        .tiles div { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .7rem; }
        .tiles dt { color: var(--soft); font-size: .875rem; }
        .tiles dd { margin: 0; font-size: 1.5rem; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tiles small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
        .scroll { overflow-x: auto; margin: .6rem 0; background: linear-gradient(to left, var(--paper) 30%, transparent) right / 3rem 100% no-repeat local, linear-gradient(to left, var(--line), transparent) right / 1rem 100% no-repeat scroll; }
        .scroll:focus-visible { outline: 3px solid var(--blue); }
        table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .3rem; }
        th, td { padding: .35rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        thead th, thead td { color: var(--soft); font-size: .85rem; font-weight: 600; vertical-align: bottom; white-space: normal; }
        th { word-break: keep-all; }
        th[scope=row], thead th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
        td small { display: block; color: var(--soft); font-size: .75rem; }
        @media (max-width: 40rem) { th, td { padding: .3rem .25rem; } th[scope=row] { white-space: normal; max-width: 8.5rem; } }
        td.same { background: var(--goodpaper); color: var(--good); font-weight: 650; }
        td.other { background: var(--badpaper); color: var(--bad); font-weight: 650; }
        td.none { color: var(--soft); }
        tr.rates th, tr.rates td { font-size: .875rem; color: var(--soft); }
        .scale { display: flex; justify-content: space-between; width: 84px; font-weight: 400; }
        .plot { display: block; border-left: 1px solid var(--line); border-right: 1px solid var(--line); }
        .plot line { stroke-width: 2; } line.engine { stroke: var(--blue); } circle.engine { fill: var(--blue); } line.people { stroke: var(--soft); } circle.people { fill: var(--soft); }
        .key { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; } .key.engine { background: var(--blue); } .key.people { background: var(--soft); margin-left: .8rem; }
        article { border-top: 1px solid var(--line); padding: .9rem 0 .4rem; }
        .said { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .3rem 1.2rem; }
        .note { font-style: italic; }
        .chip { display: inline-block; border-radius: .3rem; padding: 0 .45rem; font-weight: 600; font-size: .9rem; border: 1px solid currentColor; }
        .v0 { color: var(--good); background: var(--goodpaper); } .v1, .v4 { color: var(--warn); background: var(--warnpaper); } .v2 { color: var(--bad); background: var(--badpaper); } .v3 { color: var(--soft); }
        .chat { list-style: none; margin: .5rem 0; padding: 0; }
        .chat li { padding: .25rem .6rem; border-left: 4px solid var(--line); margin: .15rem 0; overflow-wrap: anywhere; }
        .chat li.agent { border-color: var(--blue); }
        .chat li.aside, .chat li.gap { color: var(--soft); }
        .chat li.labelled { background: var(--warnpaper); border-color: var(--warn); }
        .who { display: block; font-size: .8rem; color: var(--soft); }
        .labelled .who { color: var(--warn); }
        mark { background: var(--mark); color: inherit; border-radius: .2rem; }
        q { quotes: "「" "」"; }
        summary { cursor: pointer; color: var(--blue); padding: .3rem 0; }
        @media print { .languages { display: none; } section { break-inside: auto; border: 0; } article { break-inside: avoid; } }
        """;
}
