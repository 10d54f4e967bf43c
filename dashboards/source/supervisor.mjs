// For whoever leads teams, at 9 in the morning: what waits for a decision, who slips, then how it went, then why.

import { bars, boardUrl, cases, change, criterionNames, lines, noneIsGood, passRate, place, points, row, stat, table, variables } from './board.mjs';
import { agentColumn, agents, auditLinks, auditVariable, calmed, orZero, personsLeftOut, shopColumn, shopVariable, team, teamColumn, teamVariable, who, windowVariable } from './shared.mjs';

const fewest = 20;

// This week's mean against that of the week before: two windows that do not overlap.
const agentChange = `${agents('qa_agent_score_mean_points', ',window="7d"')} - ${agents('qa_agent_score_mean_points', ',window="7d"', ' offset 7d')}`;
const agentEnough = `${agents('qa_agent_ranked_conversations', ',window="7d"')} >= ${fewest}`;
const falling = `((${agentChange}) < -3) and on (shop, team, agent) (${agentEnough})`;
const teamChange = `${team('qa_team_score_mean_points', ',window="7d"')} - ${team('qa_team_score_mean_points', ',window="7d"', ' offset 7d')}`;
const teamEnough = `${team('qa_team_ranked_conversations', ',window="7d"')} >= ${fewest}`;

const byCriterion = metric => `max by (shop, team, criterion) (${metric}{${who},window="$window"})`;
const ranked = `sum(${team('qa_team_ranked_conversations', ',window="$window"')})`;
const lost = `sum by (criterion) (${byCriterion('qa_team_lost_points')} * ${byCriterion('qa_team_verdicts')}) / on () group_left () ${ranked}`;
const caseCount = `sum by (criterion) (${byCriterion('qa_team_verdicts')})`;
const passed = `sum by (criterion) (${byCriterion('qa_team_pass_ratio')} * ${byCriterion('qa_team_verdicts')}) / ${caseCount}`;
const weekAgo = metric => `max by (shop, team, criterion) (${metric}{${who},window="$window"} offset 7d)`;
const passedBefore = `sum by (criterion) (${weekAgo('qa_team_pass_ratio')} * ${weekAgo('qa_team_verdicts')}) / sum by (criterion) (${weekAgo('qa_team_verdicts')})`;
const worst = `topk(15, ${lost})`;

const waits = `max by (team, agent) (qa_agent_critical_findings{team=~"$team",state="suspected"})`;

export const supervisor = {
  name: 'supervisor',
  title: ['主管 · 今天先看什么', 'Supervisor · what needs attention'],
  description: ['各团队的质检分、变化、失分最多的评分项和待复核的严重问题。', 'Teams\' scores and how they move, what costs most points, and critical findings that wait for a person.'],
  variables: [variables.datasource, shopVariable, teamVariable, windowVariable, auditVariable],
  parts: [
    row('需要处理', 'Needs attention'),
    place(4, 4, stat({
      title: ['待复核的严重问题', 'Critical findings waiting'],
      about: {
        answers: ['有多少条疑似严重问题等人确认或排除。', 'How many suspected critical findings wait to be confirmed or dismissed.'],
        computed: ['数据库中状态为“待复核”的严重问题之和。引擎只怀疑，不定罪；确认前不计入客服成绩。', 'The sum of findings in the store whose state is suspected. The engine suspects and never convicts; before a person confirms, nothing counts against the agent.'],
        empty: ['数据库连不上时没有数字；没有待复核的是 0。店铺筛选对它不起作用。', 'No figure while the store is down; 0 where nothing waits. The shop filter does not apply to it.'],
      },
      unit: 'short', decimals: 0, thresholds: noneIsGood,
      queries: [{ expr: orZero(`sum(${waits})`) }],
      links: [{ title: ['去复核', 'Review them'], url: () => '${audit_url}/reviews?critical=suspected' }],
    })),
    place(4, 4, stat({
      title: ['明显下滑的客服', 'Agents who slip'],
      about: {
        answers: ['有几位客服比上一周低 3 分以上。', 'How many agents are more than 3 points below the week before.'],
        computed: [`近 7 天均分减去再前 7 天均分，且近 7 天可排名会话不少于 ${fewest} 段。名单见右。`, `The mean of the last 7 days minus that of the 7 days before, where the last 7 days hold at least ${fewest} ranked conversations. Who they are stands beside it.`],
        empty: ['没有一周前的数据时为 0。', '0 as well where there is no figure of a week ago.'],
      },
      unit: 'short', decimals: 0, thresholds: [[null, 'green'], [1, 'orange'], [5, 'red']],
      queries: [{ expr: orZero(`count(${falling})`) }],
    })),
    place(4, 4, stat({
      title: ['下降的团队', 'Teams that fell'],
      about: {
        answers: ['有几个团队比上一周低 3 分以上。', 'How many teams are more than 3 points below the week before.'],
        computed: [`同“明显下滑的客服”，以团队计，可排名会话不少于 ${fewest} 段。`, `As for agents, by team, with at least ${fewest} ranked conversations.`],
        empty: ['没有一周前的数据时为 0。', '0 as well where there is no figure of a week ago.'],
      },
      unit: 'short', decimals: 0, thresholds: noneIsGood,
      queries: [{ expr: orZero(`count(((${teamChange}) < -3) and on (shop, team) (${teamEnough}))`) }],
    })),
    place(4, 4, stat({
      title: ['未回复的轮次（近 1 天）', 'Rounds without a reply, 1 day'],
      about: {
        answers: ['顾客的问题有多大比例没有人回。', 'What share of customers\' questions nobody answered.'],
        computed: ['近 24 小时评分的会话中，没有人工回复的轮次 ÷ 全部轮次。', 'Rounds without a person\'s reply divided by all rounds, in conversations scored within 24 hours.'],
        empty: ['近 24 小时没有评分，或会话没有时间。', 'Empty where nothing was scored within 24 hours, or chats carry no times.'],
      },
      unit: 'percentunit', decimals: 1, thresholds: [[null, 'green'], [0.05, 'orange'], [0.1, 'red']],
      queries: [{ expr: `sum(increase(qa_service_rounds_total{${who},outcome="unanswered"}[1d])) / (sum(increase(qa_service_rounds_total{${who}}[1d])) > 0)` }],
      none: ['近 1 天没有轮次', 'no rounds within a day'],
    })),
    place(4, 4, stat({
      title: ['正在告警（质量）', 'Alerts firing, quality'],
      about: {
        answers: ['有没有质量方面的告警。', 'Whether an alert about quality is firing.'],
        computed: ['Prometheus 中 topic 为 quality 且正在触发的告警数；每条告警的注解写着怎么办。', 'Alerts of the topic quality that Prometheus says are firing; each one\'s annotations say what to do.'],
        empty: ['没有告警是 0。', '0 where none fires.'],
      },
      unit: 'short', decimals: 0, thresholds: noneIsGood,
      queries: [{ expr: 'count(ALERTS{alertstate="firing",topic="quality"}) or vector(0)' }],
    })),
    place(4, 4, stat({
      title: ['数据更新于', 'Figures are from'],
      about: {
        answers: ['这些数字是多久以前的。', 'How old these figures are.'],
        computed: ['现在减去上次从汇总表读取的时间，取最新的一台。', 'Now minus when the roll-ups were last read, of the engine that read last.'],
        empty: ['引擎还没读过汇总表，或抓取不到引擎。', 'Empty until an engine has read them, or while none can be scraped.'],
      },
      unit: 's', decimals: 0, thresholds: [[null, 'green'], [900, 'orange'], [1800, 'red']],
      queries: [{ expr: 'time() - max(qa_quality_refreshed_timestamp_seconds)' }],
      none: ['尚无数据', 'none yet'],
    })),
    place(12, 8, table({
      title: ['谁有待复核的严重问题', 'Whose critical findings wait'],
      about: {
        answers: ['先复核谁的。', 'Whose to review first.'],
        computed: ['按客服列出待复核与已确认的条数，多的在前。点客服去复核。', 'Findings by agent that wait, and those confirmed; most first. Follow the agent to review.'],
        empty: ['没有疑似严重问题时为空，这是好事。', 'Empty where nothing is suspected, which is good.'],
      },
      labels: [teamColumn, { ...agentColumn, link: auditLinks.criticals }],
      queries: [
        { expr: `${waits} > 0`, name: ['待复核', 'Waiting'], unit: 'short', decimals: 0, thresholds: [[null, 'text'], [1, 'red']] },
        { expr: `max by (team, agent) (qa_agent_critical_findings{team=~"$team",state="confirmed"}) and on (team, agent) (${waits} > 0)`, name: ['已确认', 'Confirmed'], unit: 'short', decimals: 0 },
      ],
      sort: { by: ['待复核', 'Waiting'], descending: true },
      none: ['没有待复核的严重问题', 'nothing waits'],
    })),
    place(12, 8, table({
      title: ['下滑最多的客服（比上一周）', 'Agents who slip most, against the week before'],
      about: {
        answers: ['谁需要先谈一谈。', 'Whom to talk with first.'],
        computed: [`近 7 天均分减再前 7 天均分，低于 −3 且可排名会话不少于 ${fewest} 段；最多 15 位。`, `The mean of the last 7 days minus that of the 7 days before, below −3, with at least ${fewest} ranked conversations; 15 agents at most.`],
        empty: ['没有人明显下滑，或还没有一周前的数据。', 'Empty where nobody slips, or there is no figure of a week ago yet.'],
      },
      labels: [shopColumn, teamColumn, agentColumn],
      queries: [
        { expr: `bottomk(15, ${falling})`, name: ['变化', 'Change'], unit: 'short', decimals: 1, thresholds: change, background: true },
        { expr: `${agents('qa_agent_score_mean_points', ',window="7d"')} and on (shop, team, agent) bottomk(15, ${falling})`, name: ['均分', 'Mean'], unit: 'short', decimals: 1, thresholds: points },
        { expr: `${agents('qa_agent_ranked_conversations', ',window="7d"')} and on (shop, team, agent) bottomk(15, ${falling})`, name: ['会话数', 'n'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['变化', 'Change'] },
      none: ['没有客服明显下滑', 'nobody slips'],
    })),

    row('团队', 'Teams'),
    place(12, 8, table({
      title: ['各团队', 'Teams'],
      about: {
        answers: ['各团队得多少分，比一周前如何，凭多少会话。', 'How each team scores, how that moved within a week, over how many chats.'],
        computed: ['所选时段的均分（汇总表，含今天）；变化是减去一周前同一时段的值。会话数少于 20 用橙色，读数存疑。“不可排名”是适用项太少的会话。', 'The mean over the chosen window, today included, from the roll-ups; the change is against the same window a week ago. Fewer than 20 chats are orange: doubt the figure. Unranked chats had too little that applied.'],
        empty: ['所选时段没有评分。一周前没有数据时“变化”为空。', 'Empty where nothing was scored in the window; no change where there is no figure of a week ago.'],
      },
      labels: [shopColumn, teamColumn],
      queries: [
        { expr: team('qa_team_score_mean_points', ',window="$window"'), name: ['均分', 'Mean'], unit: 'short', decimals: 1, thresholds: points, background: true },
        { expr: `${team('qa_team_score_mean_points', ',window="$window"')} - ${team('qa_team_score_mean_points', ',window="$window"', ' offset 7d')}`, name: ['比一周前', 'In a week'], unit: 'short', decimals: 1, thresholds: change },
        { expr: team('qa_team_ranked_conversations', ',window="$window"'), name: ['会话数', 'n'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: `${team('qa_team_scored_conversations', ',window="$window"')} - ${team('qa_team_ranked_conversations', ',window="$window"')}`, name: ['不可排名', 'Unranked'], unit: 'short', decimals: 0 },
      ],
      sort: { by: ['均分', 'Mean'] },
    })),
    place(12, 8, bars({
      title: ['分数分布', 'Distribution of scores'],
      about: {
        answers: ['是大家都中等，还是好的很好、差的很差。', 'Whether all are middling, or some very good and some very bad.'],
        computed: ['所选时段内评出的可排名分数落在各区间的数量；柱名是区间上界。未计严重问题的封顶。', 'How many ranked scores given within the window fall between the bounds; a bar is named by its upper one. Before the caps of critical findings.'],
        empty: ['时段内没有评分。“今天”在此指最近 24 小时。', 'Empty where nothing was scored. "Today" means the last 24 hours here.'],
      },
      unit: 'short', decimals: 0, buckets: true, vertical: true,
      queries: [{ expr: `sum by (le) (increase(qa_score_points_bucket{${who}}[$window]))`, legend: '{{le}}', format: 'heatmap' }],
      none: ['时段内没有评分', 'no scores in the window'],
    })),
    place(12, 8, lines({
      title: ['均分走势（7 天滚动）', 'Mean score over time, rolling 7 days'],
      about: {
        answers: ['各团队在变好还是变差。', 'Whether teams get better or worse.'],
        computed: ['每一刻的值是当时近 7 天的均分。虚线是及格线 60 与 80、90 档。', 'Each point is the mean of the 7 days up to then. Dashed: the pass mark 60, and the bands at 80 and 90.'],
        empty: ['Prometheus 开始抓取之前没有走势。', 'There is no line before Prometheus began to scrape.'],
      },
      unit: 'short', decimals: 1, thresholds: points,
      queries: [{ expr: team('qa_team_score_mean_points', ',window="7d"'), legend: '{{shop}} {{team}}' }],
    })),
    place(12, 8, lines({
      title: ['每天评分的会话', 'Conversations scored per day'],
      about: {
        answers: ['量有没有变：分数变化可能只是因为旺季。', 'Whether the volume changed: a change of scores may just be the season.'],
        computed: ['每个时点之前 24 小时内评分并保存的会话数，按店铺；重新评分不计。', 'Conversations scored and kept within the 24 hours before each point, by shop; rescoring does not count.'],
        empty: ['没有评分。团队筛选对它不起作用。', 'Empty where nothing was scored. The team filter does not apply.'],
      },
      unit: 'short', decimals: 0, min: 0, bars: true, stacked: true,
      queries: [{ expr: 'sum by (shop) (increase(qa_conversations_scored_total{shop=~"$shop"}[1d]))', legend: '{{shop}}' }],
    })),

    place(12, 8, table({
      title: ['各团队顾客的情绪', 'Teams and their customers\' moods'],
      about: {
        answers: ['生气来的顾客，哪个团队安抚得住；哪个团队让人越聊越差。', 'Which team calms customers who come unhappy, and where they grow angrier.'],
        computed: ['所选时段的汇总表（含今天），与引擎页面上的数字相同。好转 = 来时不满、离开时明显好转的 ÷ 来时不满的；越聊越差、离开时不满 ÷ 情绪可读的会话。情绪为 −1 到 1，由引擎的模型读出，只供参考，不计分。', 'From the roll-ups of the window, today included, as on the engine\'s own pages. Recovered = came unhappy and left clearly better ÷ came unhappy; worsened and left unhappy ÷ chats whose mood is known. Moods are −1 to 1, as the engine\'s model reads them; an indication, and no part of the score.'],
        empty: ['没有评分，或设置 Language:Sentiment 为 none。没有人来时不满的团队，“好转”为空。', 'Empty where nothing was scored, or the setting Language:Sentiment is none; no share where nobody came unhappy.'],
      },
      labels: [shopColumn, teamColumn],
      queries: [
        { expr: team('qa_team_unhappy_customers', ',window="$window"'), name: ['来时不满', 'Came unhappy'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: team('qa_team_calmed_ratio', ',window="$window"'), name: ['其中好转', 'Recovered'], unit: 'percentunit', decimals: 0, thresholds: calmed, background: true },
        { expr: team('qa_team_worsened_ratio', ',window="$window"'), name: ['越聊越差', 'Worsened'], unit: 'percentunit', decimals: 1 },
        { expr: team('qa_team_left_unhappy_ratio', ',window="$window"'), name: ['离开时不满', 'Left unhappy'], unit: 'percentunit', decimals: 1 },
        { expr: team('qa_team_mood_start_mean', ',window="$window"'), name: ['来时情绪', 'Mood on coming'], unit: 'short', decimals: 2 },
        { expr: team('qa_team_mood_end_mean', ',window="$window"'), name: ['离开时情绪', 'Mood on leaving'], unit: 'short', decimals: 2 },
        { expr: team('qa_team_mood_conversations', ',window="$window"'), name: ['会话数', 'n'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['其中好转', 'Recovered'] },
    })),
    place(12, 8, lines({
      title: ['顾客情绪：好转与变差（每天）', 'Customers\' mood: recovered and worsened, per day'],
      about: {
        answers: ['不满的顾客有没有被安抚下来，还是聊着聊着更生气。', 'Whether unhappy customers are calmed, or grow angrier while they talk.'],
        computed: ['每个时点之前 24 小时内的分数中，顾客情绪好转、变差和始终不满的各占多少；按首末各三轮发言比较，由引擎的情绪模型判断，只供参考，不计分。', 'Of the scores within the 24 hours before each point, the shares whose customer recovered, worsened or was unhappy throughout; the first three turns against the last three, as the engine\'s model reads them. An indication, and no part of any score.'],
        empty: ['没有评分，或设置 Language:Sentiment 为 none。', 'Empty where nothing was scored, or the setting Language:Sentiment is none.'],
      },
      unit: 'percentunit', decimals: 1, min: 0,
      queries: [['recovered', '好转'], ['worsened', '变差'], ['unhappy', '始终不满']].map(([outcome, name]) => ({
        expr: `sum(increase(qa_customer_moods_total{${who},outcome="${outcome}"}[1d])) / (sum(increase(qa_customer_moods_total{${who}}[1d])) > 0)`, legend: [name, outcome],
      })),
    })),

    row('评分项', 'Criteria'),
    place(16, 10, table({
      title: ['失分最多的评分项', 'Criteria that cost most points'],
      about: {
        answers: ['改进哪一项最划算。', 'Which criterion is most worth improving.'],
        computed: ['失分 = 该项平均失分 × 适用次数 ÷ 全部可排名会话，即每段会话平均因它丢几分。通过率 = 通过 ÷（通过＋部分＋未通过）；变化为与一周前同一时段相比。', 'Lost = the criterion\'s mean loss × the cases it applied to ÷ all ranked chats: the points a chat loses to it on average. Pass rate = pass ÷ (pass + partial + fail); the change is against the same window a week ago.'],
        empty: ['所选时段没有评分。', 'Empty where nothing was scored in the window.'],
      },
      labels: [{ label: 'criterion', name: ['评分项', 'Criterion'], names: criterionNames, link: auditLinks.criterion }],
      queries: [
        { expr: worst, name: ['每段失分', 'Lost per chat'], unit: 'short', decimals: 2, thresholds: [[null, 'text'], [1, 'orange'], [3, 'red']] },
        { expr: `${passed} and on (criterion) ${worst}`, name: ['通过率', 'Pass rate'], unit: 'percentunit', decimals: 0, thresholds: passRate, background: true },
        { expr: `(${passed} - (${passedBefore})) and on (criterion) ${worst}`, name: ['比一周前', 'In a week'], unit: 'percentunit', decimals: 0 },
        { expr: `${caseCount} and on (criterion) ${worst}`, name: ['次数', 'n'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['每段失分', 'Lost per chat'], descending: true },
    })),
    place(8, 10, bars({
      title: ['严重问题（时段内新增）', 'Critical findings within the window'],
      about: {
        answers: ['哪类严重问题最常出现，人工确认了多少。', 'Which critical findings are most frequent, and how many people confirmed.'],
        computed: ['时段内引擎怀疑的、人工确认和排除的次数。怀疑与决定可能落在不同时段。', 'How often the engine suspected, and people confirmed or dismissed, within the window. A suspicion and its decision may fall into different windows.'],
        empty: ['没有出现严重问题。', 'Empty where there was none.'],
      },
      unit: 'short', decimals: 0,
      queries: [{ expr: `sort_desc(sum by (critical, state) (increase(qa_critical_findings_total{${who}}[$window])) > 0)`, legend: '{{critical}} · {{state}}' }],
      none: ['没有严重问题', 'none'],
    })),

    row('服务指标（与评分无关）', 'Service indicators, apart from scores'),
    place(8, 7, lines({
      title: ['首次回复用时', 'First reply'],
      about: {
        answers: ['顾客第一句话要等多久。', 'How long a customer\'s first message waits.'],
        computed: ['24 小时内评分的会话中，首次人工回复用时的中位数与 P90。', 'Median and 90th percentile of the wait for a person\'s first reply, in chats scored within 24 hours.'],
        empty: ['会话没有时间，或没有人工回复。', 'Empty where chats carry no times or no person replied.'],
      },
      unit: 's', min: 0, thresholds: [[null, 'green'], [180, 'red']],
      queries: [
        { expr: `histogram_quantile(0.5, sum by (le) (increase(qa_first_reply_seconds_bucket{${who}}[1d])))`, legend: ['中位数', 'median'] },
        { expr: `histogram_quantile(0.9, sum by (le) (increase(qa_first_reply_seconds_bucket{${who}}[1d])))`, legend: 'P90' },
      ],
    })),
    place(8, 7, bars({
      title: ['各平台口径的达标率', 'Platforms\' own indicators'],
      about: {
        answers: ['按淘宝、抖音、京东等各自的口径，达标多少。', 'How much meets the limits as Taobao, Douyin, JD and others define them.'],
        computed: [`时段内达标的单位 ÷ 全部单位；单位（轮次、会话）和时间窗由口径决定。${personsLeftOut[0]}`, `Units that met the limit ÷ all units within the window; the profile decides what a unit is (round, session) and at which hours. ${personsLeftOut[1]}`],
        empty: ['会话没有时间，或没有启用任何口径。', 'Empty where chats carry no times or no profile is in use.'],
      },
      unit: 'percentunit', decimals: 1, max: 1, thresholds: [[null, 'red'], [0.7, 'orange'], [0.85, 'green']],
      queries: [{ expr: `sum by (profile) (increase(qa_service_units_met_total{${who}}[$window])) / (sum by (profile) (increase(qa_service_units_total{${who}}[$window])) > 0)`, legend: '{{profile}}' }],
      none: ['没有可计的单位', 'no units'],
    })),
    place(8, 7, table({
      title: ['回复最慢的团队', 'Slowest teams'],
      about: {
        answers: ['哪个团队的顾客等得最久。', 'Which team\'s customers wait longest.'],
        computed: ['时段内每轮回复用时的 P90，以及已回复的轮次数。', 'The 90th percentile of the wait in each answered round within the window, and how many rounds.'],
        empty: ['会话没有时间。', 'Empty where chats carry no times.'],
      },
      labels: [shopColumn, teamColumn],
      queries: [
        { expr: `histogram_quantile(0.9, sum by (shop, team, le) (increase(qa_reply_seconds_bucket{${who}}[$window])))`, name: ['P90 回复', 'P90 reply'], unit: 's', decimals: 0, thresholds: [[null, 'green'], [120, 'orange'], [300, 'red']] },
        { expr: `sum by (shop, team) (increase(qa_reply_seconds_count{${who}}[$window]))`, name: ['轮次', 'Rounds'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['P90 回复', 'P90 reply'], descending: true },
    })),
  ],
};
