// For one agent and whoever talks with them: how it goes, against the team and against last week, and where to begin.

import { bars, cases, change, criterionNames, lines, noneIsGood, passRate, place, points, rateChange, row, stat, table, variables } from './board.mjs';
import { auditLinks, auditVariable, calmed, orZero, personsLeftOut, shopColumn, shopVariable, teamColumn, teamVariable, who, windowVariable } from './shared.mjs';

const one = `${who},agent="$agent"`;

// Somebody may answer for several shops or teams and has a figure in each: they are added up, not the largest taken. A mean times its number of
// chats is a whole number of hundredths of a point, so rounding gives back the very sum, and the quotient is the store's own to the last digit.
const each = (metric, more, offset = '') => `max by (shop, team, agent) (${metric}{${one}${more}}${offset})`;
// By shop and team, without the agent's own label.
const ofEach = metric => `max by (shop, team) (${metric}{${one},window="$window"})`;
const own = (metric, more = ',window="$window"') => `sum by (agent) (${each(metric, more)})`;
const ownMean = (more = ',window="$window"', offset = '') =>
  `sum by (agent) (round(100 * ${each('qa_agent_score_mean_points', more, offset)} * ${each('qa_agent_ranked_conversations', more, offset)})) / (100 * sum by (agent) (${each('qa_agent_ranked_conversations', more, offset)}))`;

// The team or teams the agent is in, whatever the filter says.
const theirTeam = metric => `max by (shop, team) (${metric}{${who},window="$window"}) and on (shop, team) (qa_agent_scored_conversations{${one},window="$window"})`;
const teamMean = `sum((${theirTeam('qa_team_score_mean_points')}) * on (shop, team) (${theirTeam('qa_team_ranked_conversations')})) / sum(${theirTeam('qa_team_ranked_conversations')})`;

// How many verdicts of a criterion an agent has is not exported; over several shops or teams the chats in each stand for them.
const ownRate = (offset = '') => {
  const rate = `max by (shop, team, agent, criterion) (qa_agent_pass_ratio{${one},window="$window"}${offset})`;
  const chats = each('qa_agent_scored_conversations', ',window="$window"', offset);
  const weighted = by => `sum by (criterion) (${rate} ${by} on (shop, team, agent) group_left () ${chats})`;
  return `(${weighted('*')} / ${weighted('* 0 +')})`;
};
const teamCriterion = metric => `max by (shop, team, criterion) (${metric}{${who},window="$window"}) and on (shop, team) (qa_agent_scored_conversations{${one},window="$window"})`;
const teamCases = `sum by (criterion) (${teamCriterion('qa_team_verdicts')})`;
const teamRate = `sum by (criterion) ((${teamCriterion('qa_team_pass_ratio')}) * on (shop, team, criterion) (${teamCriterion('qa_team_verdicts')})) / ${teamCases}`;

export const agent = {
  name: 'agent',
  title: ['客服 · 一个人的情况', 'Agent · one person'],
  description: ['一位客服的得分、各评分项和服务指标，与团队和上周比。', 'One agent\'s score, criteria and service indicators, against the team and the week before.'],
  variables: [
    variables.datasource, shopVariable, teamVariable,
    variables.one('agent', ['客服', 'Agent'], 'label_values(qa_agent_scored_conversations{shop=~"$shop",team=~"$team"}, agent)'),
    windowVariable, auditVariable,
  ],
  parts: [
    row('概况', 'At a glance'),
    place(4, 4, stat({
      title: ['均分', 'Mean score'],
      about: {
        answers: ['这位客服得多少分。', 'How this agent scores.'],
        computed: ['所选时段可排名会话的平均分（汇总表，含今天），未计严重问题的封顶。', 'The mean of ranked chats over the window, today included, from the roll-ups, before the caps of critical findings.'],
        empty: ['时段内没有可排名的会话。', 'Empty where no chat of the window can be ranked.'],
      },
      unit: 'short', decimals: 1, thresholds: points,
      queries: [{ expr: ownMean() }],
      none: ['没有会话', 'no chats'],
      links: [{ title: ['看会话', 'The chats'], url: () => '${audit_url}/conversations?agent=${agent:percentencode}' }],
    })),
    place(4, 4, stat({
      title: ['与团队相比', 'Against the team'],
      about: {
        answers: ['高于还是低于所在团队。', 'Above or below the own team.'],
        computed: ['本人均分减去所在团队均分（含本人）；在几个团队的，团队均分按会话数加权。', 'The own mean minus the team\'s, the agent included; who is in several teams is compared with all of them, weighted by chats.'],
        empty: ['时段内没有可排名的会话。', 'Empty where no chat of the window can be ranked.'],
      },
      unit: 'short', decimals: 1, thresholds: change,
      queries: [{ expr: `${ownMean()} - on () group_left () (${teamMean})` }],
      none: ['没有会话', 'no chats'],
    })),
    place(4, 4, stat({
      title: ['比上一周', 'Against the week before'],
      about: {
        answers: ['变好还是变差。', 'Better or worse.'],
        computed: ['近 7 天均分减去再前 7 天均分，与所选时段无关。', 'The mean of the last 7 days minus that of the 7 days before, whatever the window.'],
        empty: ['两周中有一周没有可排名的会话，或还没有一周前的数据。', 'Empty where one of the weeks has no ranked chats, or there is no figure of a week ago yet.'],
      },
      unit: 'short', decimals: 1, thresholds: change,
      queries: [{ expr: `${ownMean(',window="7d"')} - ${ownMean(',window="7d"', ' offset 7d')}` }],
      none: ['缺一周前的数据', 'no figure of a week ago'],
    })),
    place(4, 4, stat({
      title: ['会话数', 'Conversations'],
      about: {
        answers: ['这些数字凭多少会话；少于 20 段请存疑。', 'Over how many chats; with fewer than 20, doubt the figures.'],
        computed: ['时段内评分的会话与其中可排名的。适用项太少的会话只显示、不排名。', 'Chats scored within the window, and those of them that can be ranked. Where too little applied, a chat is shown and not ranked.'],
        empty: ['时段内没有会话。', 'Empty where there were none.'],
      },
      unit: 'short', decimals: 0, thresholds: cases, background: false,
      queries: [{ expr: own('qa_agent_scored_conversations'), legend: ['评分', 'scored'] }, { expr: own('qa_agent_ranked_conversations'), legend: ['可排名', 'ranked'] }],
    })),
    place(4, 4, stat({
      title: ['严重问题', 'Critical findings'],
      about: {
        answers: ['有没有要复核的，已确认几条。', 'Whether some wait for review, and how many were confirmed.'],
        computed: ['数据库中本人的待复核与已确认条数，与时段无关。只有已确认的计入成绩。', 'The agent\'s findings in the store that wait and that were confirmed, whatever the window. Only confirmed ones count.'],
        empty: ['没有时为 0；数据库连不上时没有数字。', '0 where there are none; no figure while the store is down.'],
      },
      unit: 'short', decimals: 0, thresholds: noneIsGood,
      queries: [
        { expr: orZero('sum(max by (team, agent) (qa_agent_critical_findings{team=~"$team",agent="$agent",state="suspected"}))'), legend: ['待复核', 'waiting'] },
        { expr: orZero('sum(max by (team, agent) (qa_agent_critical_findings{team=~"$team",agent="$agent",state="confirmed"}))'), legend: ['已确认', 'confirmed'] },
      ],
      links: [{ title: ['去复核', 'Review'], url: () => '${audit_url}/reviews?critical=suspected&agent=${agent:percentencode}' }],
    })),
    place(4, 4, stat({
      title: ['未回复的轮次', 'Rounds without a reply'],
      about: {
        answers: ['顾客的问题有多大比例没有回。', 'What share of customers\' questions got no reply.'],
        computed: ['时段内未回复的轮次 ÷ 全部轮次。', 'Unanswered rounds ÷ all rounds within the window.'],
        empty: ['会话没有时间，或没有轮次。', 'Empty where chats carry no times, or there were no rounds.'],
      },
      unit: 'percentunit', decimals: 1, thresholds: [[null, 'green'], [0.05, 'orange'], [0.1, 'red']],
      queries: [{ expr: `sum(increase(qa_service_rounds_total{${one},outcome="unanswered"}[$window])) / (sum(increase(qa_service_rounds_total{${one}}[$window])) > 0)` }],
      none: ['没有轮次', 'no rounds'],
    })),

    row('从哪里改进', 'Where to begin'),
    place(14, 11, table({
      title: ['各评分项，最弱的在前', 'Criteria, weakest first'],
      about: {
        answers: ['哪些项弱，是个人的问题还是大家的。', 'Which criteria are weak, and whether that is the person or everybody.'],
        computed: ['通过率 = 通过 ÷（通过＋部分＋未通过）；差 = 本人 − 团队；变化为与一周前同一时段相比。在几个店铺或团队的，按各处会话数加权。“团队次数”是团队该项的判定数；它少时，本人的更少，请存疑。', 'Pass rate = pass ÷ (pass + partial + fail), weighted by chats where the agent is in several shops or teams; difference = own − team; change against the same window a week ago. Team n counts the team\'s verdicts; where it is small, the agent\'s own number is smaller still: doubt it.'],
        empty: ['时段内没有会话；不适用的项不出现。', 'Empty where there were no chats; criteria that never applied are missing.'],
      },
      labels: [{ label: 'criterion', name: ['评分项', 'Criterion'], names: criterionNames, link: { ...auditLinks.criterion, url: () => '${audit_url}/conversations?verdict=fail&agent=${agent:percentencode}&criterion=${__value.raw:percentencode}' } }],
      queries: [
        { expr: ownRate(), name: ['本人', 'Own'], unit: 'percentunit', decimals: 0, thresholds: passRate, background: true },
        { expr: `(${teamRate}) and on (criterion) ${ownRate()}`, name: ['团队', 'Team'], unit: 'percentunit', decimals: 0 },
        { expr: `${ownRate()} - on (criterion) (${teamRate})`, name: ['差', 'Difference'], unit: 'percentunit', decimals: 0, thresholds: rateChange },
        { expr: `${ownRate()} - ${ownRate(' offset 7d')}`, name: ['比一周前', 'In a week'], unit: 'percentunit', decimals: 0, thresholds: rateChange },
        { expr: `${teamCases} and on (criterion) ${ownRate()}`, name: ['团队次数', 'Team n'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['本人', 'Own'] },
    })),
    place(10, 11, lines({
      title: ['得分走势：本人与团队（7 天滚动）', 'Score over time: agent and team, rolling 7 days'],
      about: {
        answers: ['辅导之后有没有变化，还是整个团队都在动。', 'Whether coaching helped, or the whole team moved.'],
        computed: ['每一刻的值是当时近 7 天的均分；粗线是本人。', 'Each point is the mean of the 7 days up to then; the thick line is the agent.'],
        empty: ['Prometheus 开始抓取之前没有走势。', 'There is no line before Prometheus began to scrape.'],
      },
      unit: 'short', decimals: 1, thresholds: points, strong: [['本人', 'agent']],
      queries: [
        { expr: ownMean(',window="7d"'), legend: ['本人', 'agent'] },
        { expr: `max by (team) (qa_team_score_mean_points{${who},window="7d"} and on (shop, team) qa_agent_scored_conversations{${one},window="7d"})`, legend: ['团队 {{team}}', 'team {{team}}'] },
      ],
    })),

    row('服务指标（与评分无关）', 'Service indicators, apart from scores'),
    place(8, 7, bars({
      title: ['各平台口径的达标率', 'Platforms\' own indicators'],
      about: {
        answers: ['按各平台口径，本人达标多少。', 'How much meets each platform\'s limit.'],
        computed: [`时段内达标的单位 ÷ 全部单位。${personsLeftOut[0]}`, `Units that met the limit ÷ all units within the window. ${personsLeftOut[1]}`],
        empty: ['会话没有时间，或没有启用任何口径。', 'Empty where chats carry no times or no profile is in use.'],
      },
      unit: 'percentunit', decimals: 1, max: 1, thresholds: [[null, 'red'], [0.7, 'orange'], [0.85, 'green']],
      queries: [{ expr: `sum by (profile) (increase(qa_service_units_met_total{${one}}[$window])) / (sum by (profile) (increase(qa_service_units_total{${one}}[$window])) > 0)`, legend: '{{profile}}' }],
      none: ['没有可计的单位', 'no units'],
    })),
    place(8, 7, lines({
      title: ['平均回复用时', 'Mean reply'],
      about: {
        answers: ['顾客每轮平均等多久，与团队比。', 'How long customers wait on average in each round, against the team.'],
        computed: ['24 小时内已回复轮次的等待之和 ÷ 已回复轮次；粗线是本人。', 'The waits of rounds answered within 24 hours ÷ their number; the thick line is the agent.'],
        empty: ['会话没有时间。', 'Empty where chats carry no times.'],
      },
      unit: 's', min: 0, strong: [['本人', 'agent']],
      queries: [
        { expr: `sum(increase(qa_agent_reply_seconds_total{${one}}[1d])) / (sum(increase(qa_service_rounds_total{${one},outcome="answered"}[1d])) > 0)`, legend: ['本人', 'agent'] },
        { expr: `sum(increase(qa_agent_reply_seconds_total{${who}}[1d])) / (sum(increase(qa_service_rounds_total{${who},outcome="answered"}[1d])) > 0)`, legend: ['所选团队', 'chosen teams'] },
      ],
    })),
    place(8, 7, stat({
      title: ['答问比与轮次', 'Answer/question ratio and rounds'],
      about: {
        answers: ['一条顾客消息回几条；凭多少轮。', 'How many messages answer one of the customer\'s; over how many rounds.'],
        computed: ['时段内客服消息数 ÷ 顾客消息数；轮次为已回复与未回复之和。', 'The agent\'s messages ÷ customers\' messages within the window; rounds are answered and unanswered ones.'],
        empty: ['没有会话。', 'Empty where there were no chats.'],
      },
      unit: 'short', decimals: 2, background: false,
      queries: [
        { expr: `sum(increase(qa_service_messages_total{${one},role="agent"}[$window])) / (sum(increase(qa_service_messages_total{${one},role="customer"}[$window])) > 0)`, legend: ['答问比', 'answers per question'] },
        { expr: `sum(increase(qa_service_rounds_total{${one}}[$window]))`, legend: ['轮次', 'rounds'] },
      ],
    })),
    place(12, 7, bars({
      title: ['顾客情绪的变化', 'How customers\' moods moved'],
      about: {
        answers: ['不满的顾客最后好转了几位，几位更不满。', 'How many unhappy customers recovered in the end, and how many grew worse.'],
        computed: ['时段内的分数，按顾客首末各三轮发言的情绪分为：好转、变差、始终不满、平稳。由引擎的情绪模型判断，只供参考，不计分。', 'Scores within the window by the customer\'s mood in the first three turns against the last three: recovered, worsened, unhappy throughout, steady. As the engine\'s model reads them; an indication, and no part of the score.'],
        empty: ['没有评分，或设置 Language:Sentiment 为 none。', 'Empty where nothing was scored, or the setting Language:Sentiment is none.'],
      },
      unit: 'short', decimals: 0,
      queries: [['recovered', '好转'], ['worsened', '变差'], ['unhappy', '始终不满'], ['steady', '平稳']].map(([outcome, name]) => ({
        expr: `sum(increase(qa_customer_moods_total{${one},outcome="${outcome}"}[$window]))`, legend: [name, outcome],
      })),
      none: ['没有可读的会话', 'nothing read'],
    })),
    place(12, 7, lines({
      title: ['每天的评分数，按能否排名', 'Scores per day, by whether they can be ranked'],
      about: {
        answers: ['忙不忙；不可排名的多不多。', 'How busy; how many chats cannot be ranked.'],
        computed: ['每个时点之前 24 小时内保存的分数：可排名、适用项太少、没有分数。', 'Scores kept within the 24 hours before each point: ranked, too little applied, no score.'],
        empty: ['没有评分。', 'Empty where nothing was scored.'],
      },
      unit: 'short', decimals: 0, min: 0, bars: true, stacked: true,
      queries: [{ expr: `sum by (standing) (increase(qa_scores_total{${one}}[1d]))`, legend: '{{standing}}' }],
    })),
    place(24, 6, table({
      title: ['顾客来时与离开时的情绪', 'Customers\' moods on coming and on leaving'],
      about: {
        answers: ['生气来的顾客，有多少被这位客服安抚好了，与团队比如何。', 'How many of the customers who came unhappy this agent calmed, and how that compares with the team.'],
        computed: ['所选时段的汇总表（含今天），与引擎页面上的数字相同；每个店铺和团队一行。好转 = 来时不满、离开时明显好转的 ÷ 来时不满的；其余比例 ÷ 情绪可读的会话。情绪为 −1 到 1，由引擎的模型读出，只供参考，不计分。', 'From the roll-ups of the window, today included, as on the engine\'s own pages; a row for each shop and team. Recovered = came unhappy and left clearly better ÷ came unhappy; the other shares ÷ chats whose mood is known. Moods are −1 to 1, as the engine\'s model reads them; an indication, and no part of the score.'],
        empty: ['没有评分，或设置 Language:Sentiment 为 none。没有人来时不满的，“好转”为空。', 'Empty where nothing was scored, or the setting Language:Sentiment is none; no share where nobody came unhappy.'],
      },
      labels: [shopColumn, teamColumn],
      queries: [
        { expr: ofEach('qa_agent_unhappy_customers'), name: ['来时不满', 'Came unhappy'], unit: 'short', decimals: 0, thresholds: cases },
        { expr: ofEach('qa_agent_calmed_ratio'), name: ['其中好转', 'Recovered'], unit: 'percentunit', decimals: 0, thresholds: calmed, background: true },
        { expr: theirTeam('qa_team_calmed_ratio'), name: ['团队好转', 'Team recovered'], unit: 'percentunit', decimals: 0 },
        { expr: ofEach('qa_agent_worsened_ratio'), name: ['越聊越差', 'Worsened'], unit: 'percentunit', decimals: 1 },
        { expr: ofEach('qa_agent_left_unhappy_ratio'), name: ['离开时不满', 'Left unhappy'], unit: 'percentunit', decimals: 1 },
        { expr: theirTeam('qa_team_left_unhappy_ratio'), name: ['团队离开时不满', 'Team left unhappy'], unit: 'percentunit', decimals: 1 },
        { expr: ofEach('qa_agent_mood_start_mean'), name: ['来时情绪', 'Mood on coming'], unit: 'short', decimals: 2 },
        { expr: ofEach('qa_agent_mood_end_mean'), name: ['离开时情绪', 'Mood on leaving'], unit: 'short', decimals: 2 },
        { expr: ofEach('qa_agent_mood_conversations'), name: ['会话数', 'n'], unit: 'short', decimals: 0, thresholds: cases },
      ],
      sort: { by: ['来时不满', 'Came unhappy'], descending: true },
    })),
  ],
};
