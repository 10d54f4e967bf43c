// For whoever runs the engine: is everything alive, does it keep up, what goes wrong, what is in use, how the process does.

import { bars, criterionNames, lines, noneIsGood, place, plain, row, stat, table, variables } from './board.mjs';
import { auditVariable } from './shared.mjs';

const at = 'instance=~"$instance"';
const rate = (metric, by = '', more = '') => `sum${by ? ` by (${by})` : ''} (rate(${metric}{${at}${more}}[$__rate_interval]))`;
const quantile = (q, metric, by = '') => `histogram_quantile(${q}, sum by (le${by ? `, ${by}` : ''}) (rate(${metric}_bucket{${at}}[$__rate_interval])))`;
const nothingRead = { empty: ['引擎刚启动，尚未评分。', 'Empty while the engine has just started and scored nothing.'] };

export const engine = {
  name: 'engine',
  title: ['引擎 · 运行情况', 'Engine · how it runs'],
  description: ['流水线是否畅通：延迟、积压、错误、死信、租约、评分标准版本、与人工的一致性、进程。', 'Whether the pipeline flows: lag, backlog, errors, dead letters, leases, rubric versions, agreement with people, the process.'],
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  variables: [
    variables.datasource,
    variables.some('instance', ['实例', 'Instance'], 'label_values(qa_build_info, instance)'),
    auditVariable,
  ],
  parts: [
    row('需要处理', 'Needs attention'),
    place(3, 4, stat({
      title: ['引擎', 'Engines'],
      about: { answers: ['有几个引擎在响应。', 'How many engines answer.'], computed: ['抓取成功的实例数。', 'Instances whose scrape succeeded.'], empty: ['没有抓取目标时为空。', 'Empty where there is no target.'] },
      unit: 'short', decimals: 0, thresholds: [[null, 'red'], [1, 'green']],
      queries: [{ expr: 'sum(up{job="qa-engine"})' }],
      none: ['没有目标', 'no target'],
    })),
    place(3, 4, stat({
      title: ['数据库', 'Store'],
      about: { answers: ['所有引擎都能用数据库吗。', 'Whether every engine can use its store.'], computed: ['各实例 qa_store_up 的最小值：1 正常，0 不通。', 'The least of qa_store_up over the instances: 1 works, 0 does not.'], empty: ['引擎尚未问过数据库。', 'Empty until an engine has asked the store.'] },
      unit: 'bool_yes_no', thresholds: [[null, 'red'], [1, 'green']],
      queries: [{ expr: `min(qa_store_up{${at}})` }],
    })),
    place(3, 4, stat({
      title: ['工作进程', 'Workers'],
      about: { answers: ['有几个工作进程在处理会话。', 'How many workers take conversations.'], computed: ['数据库里最近报到的工作进程数。', 'Workers the store has heard of lately.'], empty: ['数据库连不上时为空。', 'Empty while the store is down.'] },
      unit: 'short', decimals: 0, thresholds: [[null, 'red'], [1, 'green']],
      queries: [{ expr: `max(qa_workers{${at}})` }],
      none: ['未知', 'unknown'],
    })),
    place(3, 4, stat({
      title: ['读不了的数据源', 'Sources that fail'],
      about: { answers: ['有没有数据源此刻读不了。', 'Whether a source cannot be read at present.'], computed: ['至少在一个实例上不可读的数据源数。', 'Sources that at least one instance cannot read.'], empty: ['没有配置数据源。', 'Empty where no source is configured.'] },
      unit: 'short', decimals: 0, thresholds: noneIsGood,
      queries: [{ expr: `count(min by (source) (qa_source_up{${at}}) == 0) or (count(qa_source_up{${at}}) * 0)` }],
    })),
    place(3, 4, stat({
      title: ['死信', 'Dead letters'],
      about: { answers: ['有多少项无法评分，等人处理。', 'How many items could not be scored and wait for somebody.'], computed: ['数据库死信表的条数；dead-letters 命令列出原因。', 'Items on the store\'s list; the command dead-letters gives the reasons.'], empty: ['数据库连不上时为空。', 'Empty while the store is down.'] },
      unit: 'short', decimals: 0, thresholds: [[null, 'green'], [1, 'orange'], [10, 'red']],
      queries: [{ expr: `max(qa_dead_letters{${at}})` }],
      none: ['未知', 'unknown'],
    })),
    place(3, 4, stat({
      title: ['最久的等待', 'Longest wait'],
      about: { answers: ['最早该处理的会话等了多久。', 'How long the oldest conversation that is due waits.'], computed: ['现在减去它到期的时刻；没有等待的是 0。', 'Now minus when it became due; 0 where none waits.'], empty: ['数据库连不上时为空。', 'Empty while the store is down.'] },
      unit: 's', decimals: 0, thresholds: [[null, 'green'], [300, 'orange'], [1800, 'red']],
      queries: [{ expr: `max(qa_backlog_oldest_seconds{${at}})` }],
      none: ['未知', 'unknown'],
    })),
    place(3, 4, stat({
      title: ['正在告警（引擎）', 'Alerts firing, engine'],
      about: { answers: ['有没有运行方面的告警。', 'Whether an alert about the engine is firing.'], computed: ['topic 为 engine 且正在触发的告警数；注解里写着怎么办。', 'Alerts of the topic engine that fire; their annotations say what to do.'], empty: ['没有告警是 0。', '0 where none fires.'] },
      unit: 'short', decimals: 0, thresholds: noneIsGood,
      queries: [{ expr: 'count(ALERTS{alertstate="firing",topic="engine"}) or vector(0)' }],
    })),
    place(3, 4, stat({
      title: ['两小时后才评分的', 'Scored after two hours'],
      about: { answers: ['分数来得及时吗。', 'Whether scores come in time.'], computed: ['近 30 分钟评分、且一天内结束的会话中，结束两小时后才评分的比例（记录规则）。', 'Of the conversations scored within 30 minutes that ended within a day, the share scored more than two hours after their end (a recording rule).'], empty: ['近 30 分钟没有评分，或没有加载记录规则。', 'Empty where nothing was scored within 30 minutes, or the recording rules are not loaded.'] },
      unit: 'percentunit', decimals: 0, thresholds: [[null, 'green'], [0.1, 'orange'], [0.3, 'red']],
      queries: [{ expr: 'max(job:qa_scoring_late_ratio:30m)' }],
      none: ['近 30 分钟没有评分', 'nothing scored within 30 min'],
    })),

    row('流量', 'Flow'),
    place(8, 8, lines({
      title: ['每秒评分的会话', 'Conversations scored per second'],
      about: { answers: ['处理得多快。', 'How fast the work goes.'], computed: ['按实例的速率；重新评分的任务不计。', 'The rate by instance; jobs that score the past do not count.'], ...nothingRead },
      unit: 'cps', min: 0,
      queries: [{ expr: rate('qa_conversations_scored_total', 'instance'), legend: '{{instance}}' }],
    })),
    place(8, 8, lines({
      title: ['从结束到评分的延迟', 'Lag from end to score'],
      about: { answers: ['会话结束后多久有分数。', 'How long after its end a conversation has its score.'], computed: ['直方图的中位数、P90、P99；导入的旧会话带着它的年龄。无人关闭的会话要等到空闲时限。OpenMetrics 抓取带有会话编号的样例。', 'Median, P90 and P99 of the histogram; exports of old chats come in with their age, and a chat nobody closed waits for its idle time. OpenMetrics scrapes bring exemplars with the conversation\'s id.'], ...nothingRead },
      unit: 's', log: true,
      queries: [
        { expr: quantile(0.5, 'qa_scoring_lag_seconds'), legend: ['中位数', 'median'], exemplar: true },
        { expr: quantile(0.9, 'qa_scoring_lag_seconds'), legend: 'P90' },
        { expr: quantile(0.99, 'qa_scoring_lag_seconds'), legend: 'P99' },
      ],
    })),
    place(8, 8, lines({
      title: ['积压', 'Backlog'],
      about: { answers: ['有多少会话在等，是不是越来越多。', 'How many conversations wait, and whether there are more and more.'], computed: ['到期待处理的，以及等候室里全部的（含尚未结束的）。', 'Those due, and all in the waiting room, those not over yet included.'], empty: ['数据库连不上时断开。', 'The line breaks while the store is down.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [
        { expr: `max(qa_backlog_conversations{${at}})`, legend: ['到期', 'due'] },
        { expr: `max(qa_waiting_conversations{${at}})`, legend: ['等候室', 'waiting room'] },
      ],
    })),
    place(8, 8, lines({
      title: ['批次用时', 'Batch time'],
      about: { answers: ['慢在评分还是保存。', 'Whether scoring or saving is slow.'], computed: ['每个阶段的中位数与 P99；样例带有其中一段会话的编号。', 'Median and P99 of each stage; exemplars carry the id of one conversation of the batch.'], ...nothingRead },
      unit: 's', log: true,
      queries: [
        { expr: quantile(0.5, 'qa_batch_seconds', 'stage'), legend: ['{{stage}} 中位数', '{{stage}} median'], exemplar: true },
        { expr: quantile(0.99, 'qa_batch_seconds', 'stage'), legend: '{{stage}} P99' },
      ],
    })),
    place(8, 8, lines({
      title: ['读入', 'Read'],
      about: { answers: ['各数据源每秒带来多少。', 'How much each source brings per second.'], computed: ['读入并保存的字节速率；不知道大小的数据源为 0。“api:名字”是持该密钥、经 HTTP 送来的。', 'The rate of bytes read and kept; 0 for a source that does not know sizes. api:NAME is what the holder of that key brought over HTTP.'], empty: ['没有配置数据源，或尚未读到数据。', 'Empty where no source is configured or none has given anything.'] },
      unit: 'binBps', min: 0,
      queries: [{ expr: rate('qa_source_read_bytes_total', 'source'), legend: '{{source}}' }],
    })),
    place(8, 8, table({
      title: ['数据源', 'Sources'],
      about: { answers: ['哪个数据源多久没有新数据了。', 'Which source has given nothing for how long.'], computed: ['上次给出数据至今的时间（取最近的实例）、能否读取、近 24 小时的错误、搁置和重复。“api:名字”是经 HTTP 送来的，没有“可读”与错误；由多个工作进程分担时，搁置记在“搁置与死信”里的等候室（waiting-room）名下。', 'Time since a source last gave something (the instance that heard last), whether it can be read, and errors, set aside and duplicates within 24 hours. api:NAME is what was brought over HTTP: nothing is read there, so it neither works nor fails. Where several workers share the work, what is set aside counts for the waiting room, in the panel of what was set aside.'], empty: ['没有配置数据源。还没给过数据的没有“上次”。', 'Empty where no source is configured; no time where a source has not given anything since the start.'] },
      labels: [{ label: 'source', name: ['数据源', 'Source'] }],
      queries: [
        { expr: `time() - max by (source) (qa_source_last_read_timestamp_seconds{${at}})`, name: ['上次至今', 'Since last'], unit: 's', decimals: 0 },
        { expr: `min by (source) (qa_source_up{${at}})`, name: ['可读', 'Works'], unit: 'bool_yes_no', thresholds: [[null, 'red'], [1, 'green']] },
        { expr: `sum by (source) (increase(qa_source_errors_total{${at}}[1d]))`, name: ['错误', 'Errors'], unit: 'short', decimals: 0, thresholds: [[null, 'text'], [1, 'orange']] },
        { expr: `sum by (source) (increase(qa_set_aside_total{${at},source!="waiting-room"}[1d]))`, name: ['搁置', 'Set aside'], unit: 'short', decimals: 0, thresholds: [[null, 'text'], [1, 'orange']] },
        { expr: `sum by (source) (increase(qa_duplicates_total{${at},source!="waiting-room"}[1d]))`, name: ['重复', 'Duplicates'], unit: 'short', decimals: 0 },
      ],
      sort: { by: ['上次至今', 'Since last'], descending: true },
    })),

    row('出错', 'What goes wrong'),
    place(8, 7, lines({
      title: ['错误', 'Errors'],
      about: { answers: ['什么在出错，从什么时候开始。', 'What fails, and since when.'], computed: ['每小时次数：数据库错误、各数据源错误、抓取时读不到的指标。', 'Times an hour: the store, each source, and scrapes in which a figure could not be read.'], empty: ['从未出错时没有线。', 'There is no line where nothing ever failed.'] },
      unit: 'short', decimals: 1, min: 0,
      queries: [
        { expr: `sum(increase(qa_store_errors_total{${at}}[1h]))`, legend: ['数据库', 'store'] },
        { expr: `sum by (source) (increase(qa_source_errors_total{${at}}[1h]))`, legend: ['数据源 {{source}}', 'source {{source}}'] },
        { expr: `sum(increase(qa_scrape_errors_total{${at}}[1h]))`, legend: ['抓取', 'scrape'] },
      ],
    })),
    place(8, 7, lines({
      title: ['搁置与死信', 'Set aside and dead letters'],
      about: { answers: ['有多少没能评分。', 'How much could not be scored.'], computed: ['每小时搁置的行和会话，按数据源；waiting-room 是轮到处理时才发现评不了的；死信表的条数。', 'Lines and conversations set aside within an hour, by source; waiting-room is what could not be scored once its turn came. Items on the list of dead letters.'], empty: ['没有搁置过时没有线。', 'There is no line where nothing was ever set aside.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [
        { expr: `sum by (source) (increase(qa_set_aside_total{${at}}[1h]))`, legend: ['搁置 {{source}}', 'set aside {{source}}'] },
        { expr: `max(qa_dead_letters{${at}})`, legend: ['死信', 'dead letters'] },
      ],
    })),
    place(8, 7, lines({
      title: ['租约丢失', 'Leases lost'],
      about: { answers: ['工作进程是否互相抢活。', 'Whether workers take each other\'s work.'], computed: ['每小时次数，按种类。偶尔一次无妨：活会做两遍，但不会存两遍。', 'Times an hour, by kind. One now and then is harmless: work is done twice and kept once.'], empty: ['从未丢失时没有线。', 'There is no line where none was ever lost.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [{ expr: `sum by (kind) (increase(qa_leases_lost_total{${at}}[1h]))`, legend: '{{kind}}' }],
      none: ['没有丢失', 'none lost'],
    })),

    row('语言服务（情绪）', 'Language service (mood)'),
    place(8, 7, lines({
      title: ['语言服务的请求', 'Requests to the language service'],
      about: { answers: ['远程服务是否正常，花费多少。', 'Whether the remote service works, and what it costs.'], computed: ['每小时的请求数，按结果；每小时计入当日限额的记录数（每 1000 字符一条）。', 'Requests an hour, by how they ended; records of 1,000 characters an hour, as they count against the day\'s limit.'], empty: ['没有启用远程服务。', 'Empty where no remote service is in use.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [
        { expr: `sum by (outcome) (increase(qa_language_requests_total{${at}}[1h]))`, legend: '{{outcome}}' },
        { expr: `sum(increase(qa_language_records_total{${at}}[1h]))`, legend: ['记录', 'records'] },
      ],
      none: ['没有启用', 'not in use'],
    })),
    place(8, 7, lines({
      title: ['谁回答了情绪', 'Who answered about mood'],
      about: { answers: ['多少消息是远程服务判断的，多少由本地模型代替，为什么。', 'How many messages the remote service judged, how many the local model in its place, and why.'], computed: ['每小时的消息数：服务、缓存，以及按原因分的代答。', 'Messages an hour: from the service, from the cache, and answered in its place, by reason.'], empty: ['没有启用远程服务。', 'Empty where no remote service is in use.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [
        { expr: `sum by (from) (increase(qa_language_messages_total{${at}}[1h]))`, legend: '{{from}}' },
        { expr: `sum by (reason) (increase(qa_language_fallbacks_total{${at}}[1h]))`, legend: ['代答 {{reason}}', 'instead: {{reason}}'] },
      ],
      none: ['没有启用', 'not in use'],
    })),
    place(8, 7, lines({
      title: ['语言服务用时', 'Time of the language service'],
      about: { answers: ['评分是否被远程服务拖慢。', 'Whether the remote service holds up scoring.'], computed: ['每次请求用时的中位数与 P99；到了时限由本地模型回答。', 'Median and P99 of a request; at the time-out the local model answers.'], empty: ['没有启用远程服务，或没有请求。', 'Empty where no remote service is in use or nothing was asked.'] },
      unit: 's', log: true,
      queries: [
        { expr: quantile(0.5, 'qa_language_request_seconds'), legend: ['中位数', 'median'] },
        { expr: quantile(0.99, 'qa_language_request_seconds'), legend: 'P99' },
      ],
      none: ['没有请求', 'no requests'],
    })),

    row('评分标准与判定', 'Rubrics and verdicts'),
    place(12, 7, table({
      title: ['在用的评分标准', 'Rubrics in use'],
      about: { answers: ['用的是哪个版本，各引擎是否一致。', 'Which versions are in use, and whether engines agree.'], computed: ['qa_rubric_info 与引擎版本；一个标准出现两个哈希，就是实例不一致。', 'qa_rubric_info, and the engine\'s version; a rubric with two hashes means that instances differ.'], empty: ['抓取不到引擎时为空。', 'Empty while no engine can be scraped.'] },
      labels: [
        { label: 'rubric', name: ['评分标准', 'Rubric'] }, { label: 'version', name: ['版本', 'Version'] }, { label: 'language', name: ['语言', 'Language'] },
        { label: 'hash', name: ['哈希', 'Hash'] }, { label: 'build', name: ['引擎版本', 'Engine'] },
      ],
      queries: [{
        expr: `count by (rubric, version, language, hash, build) (qa_rubric_info{${at}} * on (job, instance) group_left (build) label_replace(qa_build_info{${at}}, "build", "$1", "version", "(.*)"))`,
        name: ['实例数', 'Instances'], unit: 'short', decimals: 0,
      }],
      sort: { by: ['评分标准', 'Rubric'] },
    })),
    place(12, 7, table({
      title: ['与人工的一致性', 'Agreement with people'],
      about: { answers: ['哪些评分项可以放心用来评人。', 'By which criteria people may be judged.'], computed: ['Cohen κ 及其区间，n 是引擎和人都判过的会话数；κ 低于 0.6 或 n 少于 30 时不要用于排名。', 'Cohen\'s κ with its interval; n counts the conversations both judged. Below 0.6, or with fewer than 30, do not rank by it.'], empty: ['还没有人复核过。', 'Empty until people have reviewed something.'] },
      labels: [{ label: 'rubric', name: ['评分标准', 'Rubric'] }, { label: 'criterion', name: ['评分项', 'Criterion'], names: criterionNames }],
      queries: [
        { expr: `max by (rubric, criterion) (qa_agreement_kappa{${at}})`, name: ['κ', 'κ'], unit: 'short', decimals: 2, thresholds: [[null, 'red'], [0.6, 'orange'], [0.8, 'green']], background: true },
        { expr: `max by (rubric, criterion) (qa_agreement_kappa_low{${at}})`, name: ['下限', 'From'], unit: 'short', decimals: 2 },
        { expr: `max by (rubric, criterion) (qa_agreement_kappa_high{${at}})`, name: ['上限', 'To'], unit: 'short', decimals: 2 },
        { expr: `max by (rubric, criterion) (qa_agreement_cases{${at}})`, name: ['n', 'n'], unit: 'short', decimals: 0, thresholds: [[null, 'orange'], [30, 'text']] },
      ],
      sort: { by: ['κ', 'κ'] },
      none: ['还没有人工复核', 'nobody has reviewed yet'],
    })),
    place(8, 8, bars({
      title: ['判定构成（近 1 天）', 'Verdicts, 1 day'],
      about: { answers: ['待定（要人看）的是不是太多。', 'Whether too much is unsure and left to people.'], computed: ['近 24 小时各判定的占比，全部评分项合计。', 'The share of each verdict within 24 hours, all criteria together.'], ...nothingRead },
      unit: 'percentunit', decimals: 1, max: 1,
      queries: [{ expr: `sum by (verdict) (increase(qa_verdicts_total{${at}}[1d])) / on () group_left () (sum(increase(qa_verdicts_total{${at}}[1d])) > 0)`, legend: '{{verdict}}' }],
      none: ['近 1 天没有判定', 'no verdicts within a day'],
    })),
    place(8, 8, table({
      title: ['命中率漂移的词库', 'Word lists that drift'],
      about: { answers: ['哪些词库突然命中得多了或少了：说法变了，还是数据变了。', 'Which lists suddenly find more or less: the way people talk, or the data, has changed.'], computed: ['近 24 小时每段会话的命中数 ÷ 此前 28 天的（记录规则）；列出离 1 最远的，预期命中不少于 30 次。', 'Hits for each score within 24 hours ÷ those of the 28 days before (recording rules); furthest from 1 first, where at least 30 hits were to be expected.'], empty: ['没有加载记录规则，或没有够多的历史。', 'Empty where the recording rules are not loaded or there is not enough history.'] },
      labels: [{ label: 'rubric', name: ['评分标准', 'Rubric'] }, { label: 'lexicon', name: ['词库', 'Word list'] }],
      queries: [{
        expr: 'topk(15, abs(log2((rubric_lexicon:qa_hits_per_score:1d / rubric_lexicon:qa_hits_per_score:baseline28d) > 0 and on (rubric, lexicon) (rubric_lexicon:qa_hits_per_score:baseline28d * on (rubric) group_left () rubric:qa_scores:1d >= 30))))',
        name: ['翻几番（绝对值）', 'Doublings, up or down'], unit: 'short', decimals: 2, thresholds: [[null, 'text'], [0.5, 'orange'], [1, 'red']],
      }],
      sort: { by: ['翻几番（绝对值）', 'Doublings, up or down'], descending: true },
      none: ['没有可比的数据', 'nothing to compare'],
    })),
    place(8, 8, lines({
      title: ['重新评分的任务', 'Jobs that score the past'],
      about: { answers: ['任务做到哪里了。', 'How far jobs are.'], computed: ['未完成任务已做与要做的会话数；两线相遇即完成。', 'Conversations done and wanted by unfinished jobs; where the lines meet they are through.'], empty: ['没有任务时为 0。', '0 where there is no job.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [
        { expr: `max(qa_job_conversations_wanted{${at}})`, legend: ['要做', 'wanted'] },
        { expr: `max(qa_job_conversations_done{${at}})`, legend: ['已做', 'done'] },
        { expr: `max(qa_jobs_unfinished{${at}})`, legend: ['任务数', 'jobs'] },
      ],
    })),

    row('指标自身', 'The metrics themselves'),
    place(6, 5, stat({
      title: ['质量数据更新于', 'Quality figures are from'],
      about: { answers: ['各看板的数字是多久以前的。', 'How old the boards\' figures are.'], computed: ['现在减去上次从汇总表读取的时间。', 'Now minus when the roll-ups were last read.'], empty: ['引擎还没读过汇总表。', 'Empty until the roll-ups were read.'] },
      unit: 's', decimals: 0, thresholds: [[null, 'green'], [900, 'orange'], [1800, 'red']],
      queries: [{ expr: `time() - max(qa_quality_refreshed_timestamp_seconds{${at}})` }],
      none: ['尚无数据', 'none yet'],
    })),
    place(6, 5, stat({
      title: ['归入“其余”的客服和团队', 'Agents and teams counted as other'],
      about: { answers: ['是否超出了标签上限。', 'Whether the cap on label values was reached.'], computed: ['质量数据中没有自己序列的客服与团队数，以及计数器中归入“其余”的次数（自启动以来）。', 'Agents and teams without series of their own in the quality windows, and how often counters counted somebody as other since the start.'], empty: ['还没有质量数据。', 'Empty until there are quality figures.'] },
      unit: 'short', decimals: 0, thresholds: [[null, 'green'], [1, 'orange']],
      queries: [
        { expr: `max by (label) (qa_label_values_cut{${at}})`, legend: '{{label}}' },
        { expr: `sum(qa_measurements_cut_total{${at}})`, legend: ['计数', 'counted'] },
      ],
    })),
    place(6, 5, lines({
      title: ['抓取用时', 'Scrape time'],
      about: { answers: ['指标端点慢不慢。', 'Whether /metrics is slow.'], computed: ['Prometheus 自己测得的抓取时长；两千名客服应低于 0.25 秒。', 'As Prometheus measured it; with 2,000 agents it should stay under 0.25 s.'], empty: ['没有抓取目标。', 'Empty where there is no target.'] },
      unit: 's', min: 0,
      queries: [{ expr: `scrape_duration_seconds{job="qa-engine",${at}}`, legend: '{{instance}}' }],
    })),
    place(6, 5, lines({
      title: ['每次抓取的样本', 'Samples per scrape'],
      about: { answers: ['序列数是否在失控。', 'Whether the number of series runs away.'], computed: ['每次抓取得到的样本数。', 'Samples in each scrape.'], empty: ['没有抓取目标。', 'Empty where there is no target.'] },
      unit: 'short', decimals: 0, min: 0,
      queries: [{ expr: `scrape_samples_scraped{job="qa-engine",${at}}`, legend: '{{instance}}' }],
    })),

    row('进程', 'The process'),
    place(6, 7, lines({
      title: ['处理器', 'Processor'],
      about: { answers: ['用了几个核。', 'How many cores it uses.'], computed: ['CPU 秒数的速率；虚线外是可用核数。', 'The rate of processor seconds, and how many cores there are.'], empty: ['抓取不到引擎。', 'Empty while no engine can be scraped.'] },
      unit: 'short', decimals: 2, min: 0,
      queries: [
        { expr: `rate(process_cpu_seconds_total{job="qa-engine",${at}}[$__rate_interval])`, legend: '{{instance}}' },
        { expr: `max(dotnet_process_cpus{${at}})`, legend: ['可用核数', 'cores'] },
      ],
    })),
    place(6, 7, lines({
      title: ['内存', 'Memory'],
      about: { answers: ['内存是否一直涨。', 'Whether memory keeps growing.'], computed: ['常驻内存、托管堆（上次回收后）、已提交的堆。', 'Resident memory, the managed heap after the last collection, and what is committed for it.'], empty: ['第一次垃圾回收之前没有堆的线。', 'The heap has no line before the first collection.'] },
      unit: 'bytes', min: 0,
      queries: [
        { expr: `process_resident_memory_bytes{job="qa-engine",${at}}`, legend: ['常驻 {{instance}}', 'resident {{instance}}'] },
        { expr: `sum by (instance) (dotnet_gc_last_collection_heap_size_bytes{${at}})`, legend: ['堆 {{instance}}', 'heap {{instance}}'] },
        { expr: `sum by (instance) (dotnet_gc_last_collection_heap_fragmentation_size_bytes{${at}})`, legend: ['堆碎片 {{instance}}', 'fragmented {{instance}}'] },
        { expr: `dotnet_gc_last_collection_memory_committed_size_bytes{${at}}`, legend: ['已提交 {{instance}}', 'committed {{instance}}'] },
      ],
    })),
    place(6, 7, lines({
      title: ['垃圾回收', 'Garbage collection'],
      about: { answers: ['停顿占多少时间。', 'How much time pauses take.'], computed: ['停顿秒数的速率（占比）；大于 5% 值得查。', 'The rate of seconds paused, a share of time; above 5 % is worth a look.'], empty: ['抓取不到引擎。', 'Empty while no engine can be scraped.'] },
      unit: 'percentunit', min: 0,
      queries: [{ expr: `rate(dotnet_gc_pause_time_seconds_total{${at}}[$__rate_interval])`, legend: '{{instance}}' }],
    })),
    place(6, 7, lines({
      title: ['分配与回收次数', 'Allocation and collections'],
      about: { answers: ['分配得快不快，哪一代在回收。', 'How fast it allocates, and which generations are collected.'], computed: ['每秒分配的字节；每分钟各代回收次数。', 'Bytes allocated per second; collections per minute of each generation.'], empty: ['抓取不到引擎。', 'Empty while no engine can be scraped.'] },
      unit: 'short', min: 0,
      queries: [
        { expr: `rate(dotnet_gc_heap_allocated_bytes_total{${at}}[$__rate_interval])`, legend: ['字节/秒 {{instance}}', 'B/s {{instance}}'] },
        { expr: `sum by (gc_heap_generation) (rate(dotnet_gc_collections_total{${at}}[$__rate_interval])) * 60`, legend: '{{gc_heap_generation}}' },
      ],
    })),
    place(6, 7, lines({
      title: ['线程池', 'Thread pool'],
      about: { answers: ['任务是否在排队。', 'Whether work queues up.'], computed: ['线程数、队列长度、每秒锁争用。', 'Threads, queue length, lock contentions per second.'], empty: ['抓取不到引擎。', 'Empty while no engine can be scraped.'] },
      unit: 'short', min: 0,
      queries: [
        { expr: `dotnet_thread_pool_threads{${at}}`, legend: ['线程 {{instance}}', 'threads {{instance}}'] },
        { expr: `dotnet_thread_pool_queue_length{${at}}`, legend: ['队列 {{instance}}', 'queue {{instance}}'] },
        { expr: `rate(dotnet_monitor_lock_contentions_total{${at}}[$__rate_interval])`, legend: ['锁争用/秒 {{instance}}', 'contentions/s {{instance}}'] },
      ],
    })),
    place(6, 7, lines({
      title: ['异常', 'Exceptions'],
      about: { answers: ['程序内部是否在大量抛异常。', 'Whether the program throws a lot inside.'], computed: ['每分钟抛出的异常，含已处理的。', 'Exceptions thrown per minute, handled ones included.'], empty: ['从未抛出时没有线。', 'There is no line where none was ever thrown.'] },
      unit: 'short', min: 0,
      queries: [{ expr: `sum by (instance) (rate(dotnet_exceptions_total{${at}}[$__rate_interval])) * 60`, legend: '{{instance}}' }],
    })),
    place(6, 7, lines({
      title: ['打开的文件', 'Open files'],
      about: { answers: ['文件句柄会不会用完。', 'Whether descriptors run out.'], computed: ['打开的文件和套接字 ÷ 上限。', 'Open files and sockets ÷ how many there may be.'], empty: ['非 Linux 系统没有这个数。', 'Empty on systems other than Linux.'] },
      unit: 'percentunit', min: 0, max: 1,
      queries: [{ expr: `process_open_fds{job="qa-engine",${at}} / process_max_fds{job="qa-engine",${at}}`, legend: '{{instance}}' }],
    })),
    place(6, 7, stat({
      title: ['运行时长', 'Uptime'],
      about: { answers: ['是不是刚重启过。', 'Whether it was just restarted.'], computed: ['现在减去进程启动时刻，按实例。', 'Now minus when the process started, by instance.'], empty: ['抓取不到引擎。', 'Empty while no engine can be scraped.'] },
      unit: 's', decimals: 0, thresholds: plain, background: false,
      queries: [{ expr: `time() - process_start_time_seconds{job="qa-engine",${at}}`, legend: '{{instance}}' }],
    })),
  ],
};
