// For whoever trains: which skills are weak, whose, and whether training moved them. Agents with few chats are kept apart: a share of
// three chats says nothing.

import { cases, criterionNames, lines, matrix, passRate, place, points, rateChange, row, stat, table, variables } from './board.mjs';
import { agentColumn, agents, auditLinks, auditVariable, calmed, shopColumn, shopVariable, teamColumn, teamVariable, who, windowVariable } from './shared.mjs';

const some = `${who},agent=~"$agent",window="$window"`;
const enough = `max by (shop, team, agent) (qa_agent_scored_conversations{${some}}) >= $fewest`;
const rate = (offset = '') => `max by (shop, team, agent, criterion) (qa_agent_pass_ratio{${some},criterion=~"$criterion"}${offset})`;
const sure = expr => `${expr} and on (shop, team, agent) (${enough})`;
const moved = sure(`(${rate()} - ${rate(' offset $window')})`);

const all = `${who},criterion=~"$criterion",window="$window"`;
const teamOf = (metric, offset = '') => `max by (shop, team, criterion) (${metric}{${all}}${offset})`;
const n = `sum by (criterion) (${teamOf('qa_team_verdicts')})`;
const p = `(sum by (criterion) (${teamOf('qa_team_pass_ratio')} * ${teamOf('qa_team_verdicts')}) / ${n})`;
const before = `(sum by (criterion) (${teamOf('qa_team_pass_ratio', ' offset $window')} * ${teamOf('qa_team_verdicts', ' offset $window')}) / sum by (criterion) (${teamOf('qa_team_verdicts', ' offset $window')}))`;

// Wilson's interval at 95 %: z = 1.96, z² = 3.84, z²/2 = 1.92, z²/4 = 0.96. It stays within 0 and 1 and is honest where cases are few.
const wilsonOf = (share, number, sign) => `((${share} + 1.92 / ${number}) ${sign} 1.96 * sqrt((${share} * (1 - ${share}) + 0.96 / ${number}) / ${number})) / (1 + 3.84 / ${number})`;
const wilson = sign => wilsonOf(p, n, sign);

const mood = metric => `max by (shop, team, agent) (${metric}{${some}})`;
const came = mood('qa_agent_unhappy_customers');
const share = mood('qa_agent_calmed_ratio');

const headline = ['greeting', 'emoticons', 'courtesy', 'honesty', 'apology-first', 'farewell-review'];

export const trainer = {
  name: 'trainer',
  title: ['培训师 · 练什么、练谁', 'Trainer · what to train, and whom'],
  description: ['客服 × 评分项的热力表、最弱的技能和培训前后的变化。', 'Agents × criteria, the weakest skills, and what moved after training.'],
  variables: [
    variables.datasource, shopVariable, teamVariable,
    variables.some('agent', ['客服', 'Agent'], 'label_values(qa_agent_scored_conversations{shop=~"$shop",team=~"$team"}, agent)'),
    variables.chosen('criterion', ['评分项', 'Criterion'], 'label_values(qa_team_verdicts, criterion)', headline),
    windowVariable,
    variables.among('fewest', ['至少会话数', 'Fewest chats'], ['1', '10', '20', '50'], '20'),
    auditVariable,
  ],
  parts: [
    row('先练什么', 'What to train first'),
    place(15, 9, table({
      title: ['最弱的技能（所选评分项）', 'Weakest skills, of the criteria chosen'],
      about: {
        answers: ['哪一项大家都弱，值得开一次课。', 'Which skill is weak everywhere and worth a lesson.'],
        computed: ['通过率 = 各团队通过 ÷（通过＋部分＋未通过）；区间是 95% 威尔逊区间，次数少时很宽；“低于一半的人”只数会话数够的客服。变化为与上一个同样长的时段相比，两段不重叠。', 'Pass rate = pass ÷ (pass + partial + fail) over the teams; the interval is Wilson\'s at 95 % and wide where cases are few; agents below half counts only those with enough chats. The change is against the window before of the same length; the two do not overlap.'],
        empty: ['时段内没有评分，或所选评分项都不适用。', 'Empty where nothing was scored, or none of the criteria applied.'],
      },
      labels: [{ label: 'criterion', name: ['评分项', 'Criterion'], names: criterionNames, link: auditLinks.criterion }],
      queries: [
        { expr: p, name: ['通过率', 'Pass rate'], unit: 'percentunit', decimals: 0, thresholds: passRate, background: true },
        { expr: wilson('-'), name: ['区间下限', 'From'], unit: 'percentunit', decimals: 0 },
        { expr: wilson('+'), name: ['区间上限', 'To'], unit: 'percentunit', decimals: 0 },
        { expr: n, name: ['次数', 'n'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: `${p} - ${before}`, name: ['比上一时段', 'Change'], unit: 'percentunit', decimals: 0, thresholds: rateChange },
        { expr: `count by (criterion) ((${sure(rate())}) < 0.5)`, name: ['低于一半的人', 'Agents below half'], unit: 'short', decimals: 0 },
      ],
      sort: { by: ['通过率', 'Pass rate'] },
    })),
    place(9, 9, lines({
      title: ['通过率走势（7 天滚动，全部所选团队）', 'Pass rate over time, rolling 7 days, all teams chosen'],
      about: {
        answers: ['培训那天之后曲线动了吗。', 'Whether the line moved after the day of training.'],
        computed: ['每一刻的值是当时近 7 天各团队合计的通过率。', 'Each point is the pass rate of all teams together over the 7 days up to then.'],
        empty: ['Prometheus 开始抓取之前没有走势。', 'There is no line before Prometheus began to scrape.'],
      },
      unit: 'percentunit', min: 0, max: 1,
      queries: [{
        expr: `sum by (criterion) (max by (shop, team, criterion) (qa_team_pass_ratio{${who},criterion=~"$criterion",window="7d"}) * max by (shop, team, criterion) (qa_team_verdicts{${who},criterion=~"$criterion",window="7d"})) / sum by (criterion) (max by (shop, team, criterion) (qa_team_verdicts{${who},criterion=~"$criterion",window="7d"}))`,
        legend: '{{criterion}}',
      }],
    })),

    row('练谁', 'Whom to train'),
    place(24, 14, matrix({
      title: ['客服 × 评分项的通过率', 'Pass rates, agents × criteria'],
      about: {
        answers: ['竖着看：哪一项大家都弱；横着看：谁哪几项弱。', 'Down a column: what is weak in everybody; along a row: what is weak in one person.'],
        computed: ['时段内通过 ÷（通过＋部分＋未通过），只列会话数达到“至少会话数”的客服；空格是该项从未适用。每格的判定数不单独导出（客服×评分项×时段太多），它不超过下表的会话数。', 'Pass ÷ (pass + partial + fail) over the window, for agents with at least the fewest chats chosen above; a cell is blank where the criterion never applied. How many verdicts stand behind a cell is not exported (agents × criteria × windows are too many); it is at most the number of chats in the table below.'],
        empty: ['没有人的会话数达到下限：降低“至少会话数”，或选更长的时段。', 'Empty where nobody has enough chats: lower the fewest chats, or choose a longer window.'],
      },
      unit: 'percentunit', thresholds: passRate,
      rows: 'who', columns: 'criterion', corner: ['店铺 · 团队 · 客服', 'Shop · team · agent'], columnNames: criterionNames,
      query: { expr: `max by (who, criterion) (label_join(${sure(rate())}, "who", " · ", "shop", "team", "agent"))` },
      none: ['没有人的会话数达到下限', 'nobody has enough chats'],
    })),
    place(12, 10, table({
      title: ['进步最大', 'What improved most'],
      about: {
        answers: ['谁的哪一项学会了：说声好。', 'Who has learnt what: say so.'],
        computed: ['本时段通过率减去上一个同样长的时段，前 15；只列本时段会话数够的客服。“会话数”是本时段全部会话，单项的判定更少。', 'The pass rate of this window minus that of the one before, the 15 largest, for agents with enough chats in this one. The chats are all of this window; verdicts on one criterion are fewer.'],
        empty: ['还没有上一时段的数据，或没有人进步。', 'Empty where there is no figure of the window before, or nobody improved.'],
      },
      labels: [shopColumn, teamColumn, agentColumn, { label: 'criterion', name: ['评分项', 'Criterion'], names: criterionNames }],
      queries: [
        { expr: `topk(15, (${moved}) > 0)`, name: ['变化', 'Change'], unit: 'percentunit', decimals: 0, thresholds: rateChange },
        { expr: `${rate()} and on (shop, team, agent, criterion) topk(15, (${moved}) > 0)`, name: ['现在', 'Now'], unit: 'percentunit', decimals: 0, thresholds: passRate, background: true },
        { expr: `(max by (shop, team, agent) (qa_agent_scored_conversations{${some}})) * on (shop, team, agent) group_right () (topk(15, (${moved}) > 0) * 0 + 1)`, name: ['会话数', 'Chats'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['变化', 'Change'], descending: true },
      none: ['没有可比的数据', 'nothing to compare'],
    })),
    place(12, 10, table({
      title: ['退步最大', 'What got worse most'],
      about: {
        answers: ['谁的哪一项又忘了。', 'Who has lost what.'],
        computed: ['同“进步最大”，取最小的 15 个。', 'As for what improved, the 15 smallest.'],
        empty: ['还没有上一时段的数据，或没有人退步。', 'Empty where there is no figure of the window before, or nobody got worse.'],
      },
      labels: [shopColumn, teamColumn, agentColumn, { label: 'criterion', name: ['评分项', 'Criterion'], names: criterionNames }],
      queries: [
        { expr: `bottomk(15, (${moved}) < 0)`, name: ['变化', 'Change'], unit: 'percentunit', decimals: 0, thresholds: rateChange },
        { expr: `${rate()} and on (shop, team, agent, criterion) bottomk(15, (${moved}) < 0)`, name: ['现在', 'Now'], unit: 'percentunit', decimals: 0, thresholds: passRate, background: true },
        { expr: `(max by (shop, team, agent) (qa_agent_scored_conversations{${some}})) * on (shop, team, agent) group_right () (bottomk(15, (${moved}) < 0) * 0 + 1)`, name: ['会话数', 'Chats'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['变化', 'Change'] },
      none: ['没有可比的数据', 'nothing to compare'],
    })),

    row('顾客情绪（与评分无关）', 'Customers\' moods, apart from scores'),
    place(24, 9, table({
      title: ['谁安抚得住不满的顾客', 'Who calms unhappy customers'],
      about: {
        answers: ['找谁学，教谁：生气来的顾客，离开时好了多少。', 'From whom to learn and whom to teach: of customers who came unhappy, how many left better.'],
        computed: ['所选时段的汇总表（含今天），与引擎技能页上的数字相同。好转 = 来时不满、离开时明显好转的 ÷ 来时不满的；区间是 95% 威尔逊区间，次数少时很宽。只列有过不满顾客的客服。点客服看其面板；例子在引擎的技能页“看安抚成功的例子”。由引擎的模型读出，只供参考。', 'From the roll-ups of the window, today included, as on the engine\'s page of skills. Recovered = came unhappy and left clearly better ÷ came unhappy; the interval is Wilson\'s at 95 % and wide where cases are few. Only agents to whom somebody came unhappy. Examples are on the engine\'s page of skills. As the engine\'s model reads moods; an indication.'],
        empty: ['时段内没有来时不满的顾客，或设置 Language:Sentiment 为 none。', 'Empty where no customer of the window came unhappy, or the setting Language:Sentiment is none.'],
      },
      labels: [shopColumn, teamColumn, { ...agentColumn, link: auditLinks.calmed }],
      queries: [
        { expr: `${came} > 0`, name: ['来时不满', 'Came unhappy'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: share, name: ['其中好转', 'Recovered'], unit: 'percentunit', decimals: 0, thresholds: calmed, background: true },
        { expr: wilsonOf(share, came, '-'), name: ['区间下限', 'From'], unit: 'percentunit', decimals: 0 },
        { expr: wilsonOf(share, came, '+'), name: ['区间上限', 'To'], unit: 'percentunit', decimals: 0 },
        { expr: `${mood('qa_agent_left_unhappy_ratio')} and on (shop, team, agent) (${came} > 0)`, name: ['离开时不满', 'Left unhappy'], unit: 'percentunit', decimals: 1 },
        { expr: `${mood('qa_agent_mood_conversations')} and on (shop, team, agent) (${came} > 0)`, name: ['会话数', 'Chats'], unit: 'short', decimals: 0 },
      ],
      sort: { by: ['其中好转', 'Recovered'], descending: true },
      none: ['没有来时不满的顾客', 'nobody came unhappy'],
    })),

    row('凭多少会话', 'Over how many chats'),
    place(14, 9, table({
      title: ['每位客服的会话数与均分', 'Chats and mean of every agent'],
      about: {
        answers: ['上面的数字凭多少会话。', 'How many chats stand behind the figures above.'],
        computed: ['时段内评分的会话与可排名的会话；少于 20 段用橙色。', 'Chats scored within the window, and those that can be ranked; fewer than 20 are orange.'],
        empty: ['时段内没有评分。', 'Empty where nothing was scored.'],
      },
      labels: [shopColumn, teamColumn, agentColumn],
      queries: [
        { expr: agents('qa_agent_scored_conversations', ',agent=~"$agent",window="$window"'), name: ['评分', 'Scored'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: agents('qa_agent_ranked_conversations', ',agent=~"$agent",window="$window"'), name: ['可排名', 'Ranked'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: agents('qa_agent_score_mean_points', ',agent=~"$agent",window="$window"'), name: ['均分', 'Mean'], unit: 'short', decimals: 1, thresholds: points },
      ],
      sort: { by: ['评分', 'Scored'], descending: true },
    })),
    place(10, 9, stat({
      title: ['会话太少、不作比较的客服', 'Agents with too few chats to compare'],
      about: {
        answers: ['有多少人没有出现在上面的表里。', 'How many are missing from the tables above.'],
        computed: ['时段内有会话、但少于“至少会话数”的客服数。', 'Agents with chats within the window, but fewer than the fewest chosen.'],
        empty: ['时段内没有评分。', 'Empty where nothing was scored.'],
      },
      unit: 'short', decimals: 0, background: false,
      queries: [{ expr: `count(max by (shop, team, agent) (qa_agent_scored_conversations{${some}}) < $fewest) or (count(qa_agent_scored_conversations{${some}}) * 0)` }],
    })),
  ],
};
