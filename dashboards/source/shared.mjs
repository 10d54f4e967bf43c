// What several boards ask and show in the same way.

import { boardUrl, variables } from './board.mjs';

/** Filters of the boards about people. */
export const who = 'shop=~"$shop",team=~"$team"';

export const shopVariable = variables.some('shop', ['店铺', 'Shop'], 'label_values(qa_team_scored_conversations, shop)');
export const teamVariable = variables.some('team', ['团队', 'Team'], 'label_values(qa_team_scored_conversations{shop=~"$shop"}, team)');
export const windowVariable = variables.among('window', ['时段', 'Window'], [[['今天', 'today'], '1d'], [['近 7 天', '7 days'], '7d'], [['近 30 天', '30 days'], '30d']], '7d');

/** Where the engine's own pages are. */
export const auditVariable = variables.typed('audit_url', ['审核页面地址', 'Address of the audit pages'], 'http://127.0.0.1:8321');

/** Every replica exports the same windows; the largest stands for all. */
export const team = (metric, more = '', offset = '') => `max by (shop, team) (${metric}{${who}${more}}${offset})`;
export const agents = (metric, more = '', offset = '') => `max by (shop, team, agent) (${metric}{${who}${more}}${offset})`;

/** Share of the customers who came unhappy that recovered: no more than half is little. */
export const calmed = [[null, 'red'], [0.5, 'orange'], [0.7, 'green']];

/** Zero where the store answers and knows of none; nothing where it does not answer, which is not the same. */
export const orZero = expr => `${expr} or ((max(qa_store_up) == 1) - 1)`;

/** Why a profile that counts persons has no bar, in both languages. */
export const personsLeftOut = [
  '按“人”计的口径（kuaishou.3min）不在其中：同一位顾客一天只算一次，要看完当天的全部会话才知道；计数器是边评边加的，会话又分给多个工作进程，加过的收不回来。',
  'Profiles that count persons (kuaishou.3min) are not here: a customer counts once a day, and whether they were left waiting is known only over all of the day\'s chats; a counter grows as chats are scored, by many workers, and cannot take back what it counted.',
];

export const shopColumn = { label: 'shop', name: ['店铺', 'Shop'] };
export const teamColumn = { label: 'team', name: ['团队', 'Team'] };
export const agentColumn = {
  label: 'agent',
  name: ['客服', 'Agent'],
  link: {
    title: ['看这位客服', 'This agent\'s board'],
    url: at => `${boardUrl('agent', at)}?var-team=\${__data.fields["${['团队', 'Team'][at]}"]:percentencode}&var-agent=\${__value.text:percentencode}&var-window=\${window}&var-audit_url=\${audit_url:percentencode}&var-datasource=\${datasource}`,
  },
};

/** Into the engine's own pages: the chats behind a figure. */
export const auditLinks = {
  agent: { title: ['看会话', 'The chats'], outside: true, url: at => `\${audit_url}/conversations?agent=\${__data.fields["${['客服', 'Agent'][at]}"]:percentencode}` },
  criticals: { title: ['去复核', 'Review'], outside: true, url: at => `\${audit_url}/reviews?critical=suspected&agent=\${__data.fields["${['客服', 'Agent'][at]}"]:percentencode}` },
  calmed: { title: ['看安抚好的会话', 'The chats that recovered'], outside: true, url: at => `\${audit_url}/conversations?mood=recovered&agent=\${__data.fields["${['客服', 'Agent'][at]}"]:percentencode}` },
  criterion: { title: ['看未通过的会话', 'The chats that failed'], outside: true, url: at => '${audit_url}/conversations?verdict=fail&criterion=${__value.raw:percentencode}' },
};
