// What boards are made of: panels with a bilingual title and description, laid out in Grafana's 24 columns, and the JSON they become.
// A pair [zh, en] stands for every text people read; queries and numbers stand once, so both languages show the same.

import { readFileSync } from 'node:fs';

const languages = { 'zh-CN': 0, en: 1 };
const titles = JSON.parse(readFileSync(new URL('titles.json', import.meta.url), 'utf8'));
const datasource = { type: 'prometheus', uid: '${datasource}' };

// Grafana 13 writes this; older versions read it, newer ones migrate it.
const schemaVersion = 42;

// The pass mark and the bands of the shipped rubrics: 60, 80, 90.
export const points = [[null, 'red'], [60, 'orange'], [80, 'yellow'], [90, 'green']];
export const passRate = [[null, 'red'], [0.5, 'orange'], [0.7, 'yellow'], [0.85, 'green']];
export const change = [[null, 'red'], [-3, 'orange'], [-1, 'text'], [1, 'green']];
export const rateChange = [[null, 'red'], [-0.1, 'orange'], [-0.03, 'text'], [0.03, 'green']];
export const noneIsGood = [[null, 'green'], [1, 'red']];
export const plain = [[null, 'text']];

// Where few cases stand behind a figure, their number is orange: read the figure with doubt.
export const cases = [[null, 'orange'], [20, 'text']];

/** The criteria's and critical findings' ids as people call them, for cells and for names of columns. */
export const criterionNames = at => Object.fromEntries(Object.entries(titles).map(([id, pair]) => [id, pair[at]]));

/** Words that are values of labels. */
const words = {
  suspected: ['待复核', 'suspected'], confirmed: ['已确认', 'confirmed'], dismissed: ['已排除', 'dismissed'],
  pass: ['通过', 'pass'], partial: ['部分', 'partial'], fail: ['未通过', 'fail'], 'not-applicable': ['不适用', 'not applicable'], unsure: ['待定', 'unsure'],
  other: ['其余', 'other'], unnamed: ['未署名', 'unnamed'], none: ['（无）', '(none)'],
};

const mapped = (language, table) => ({
  type: 'value',
  options: Object.fromEntries(Object.entries(table).map(([value, text], index) => [value, { index, text }])),
});

const steps = list => ({ mode: 'absolute', steps: list.map(([value, color]) => ({ color, value })) });

const heading = { answers: ['回答', 'Answers'], computed: ['算法', 'Computed'], empty: ['何时为空', 'Empty'] };

/** What a panel answers, how, and when it is rightly empty. */
function described(about, at) {
  return Object.keys(heading).filter(part => about[part]).map(part => `**${heading[part][at]}${at ? ': ' : '：'}**${about[part][at]}`).join('\n\n');
}

const letter = index => String.fromCharCode(65 + index);

function targets(queries, at, { instant = false, format } = {}) {
  return queries.map((query, index) => {
    const own = query.instant ?? instant;
    return {
      refId: letter(index),
      datasource,
      expr: query.expr,
      instant: own,
      range: !own,
      format: query.format ?? format ?? 'time_series',
      legendFormat: query.legend ? (Array.isArray(query.legend) ? query.legend[at] : query.legend) : '__auto',
      editorMode: 'code',
      ...(query.exemplar ? { exemplar: true } : {}),
    };
  });
}

function base(type, spec, at) {
  return {
    type,
    title: spec.title[at],
    description: described(spec.about, at),
    datasource,
    ...(spec.links ? { links: spec.links.map(link => ({ title: link.title[at], url: link.url(at), type: 'link', icon: 'external link', includeVars: false, keepTime: true, targetBlank: true, tags: [], asDropdown: false, tooltip: '' })) } : {}),
  };
}

const noValue = (spec, at) => (spec.none ? { noValue: spec.none[at] } : {});

/** One number, or one for each series. */
export const stat = spec => at => ({
  ...base('stat', spec, at),
  targets: targets(spec.queries, at, { instant: !spec.spark }),
  fieldConfig: {
    defaults: { unit: spec.unit, ...(spec.decimals === undefined ? {} : { decimals: spec.decimals }), color: { mode: 'thresholds' }, thresholds: steps(spec.thresholds ?? plain), ...noValue(spec, at) },
    overrides: [],
  },
  options: {
    reduceOptions: { values: false, calcs: ['lastNotNull'], fields: '' },
    orientation: 'auto', textMode: spec.queries.length > 1 ? 'value_and_name' : 'auto', colorMode: spec.background === false ? 'value' : 'background_solid',
    graphMode: spec.spark ? 'area' : 'none', justifyMode: 'auto', wideLayout: true, showPercentChange: false, percentChangeColorMode: 'standard',
  },
});

/** Lines over time. */
export const lines = spec => at => ({
  ...base('timeseries', spec, at),
  targets: targets(spec.queries, at),
  fieldConfig: {
    defaults: {
      unit: spec.unit,
      ...(spec.decimals === undefined ? {} : { decimals: spec.decimals }),
      ...(spec.min === undefined ? {} : { min: spec.min }),
      ...(spec.max === undefined ? {} : { max: spec.max }),
      color: { mode: 'palette-classic-by-name' },
      ...(spec.thresholds ? { thresholds: steps(spec.thresholds) } : {}),
      ...noValue(spec, at),
      custom: {
        drawStyle: spec.bars ? 'bars' : 'line', lineWidth: spec.bars ? 0 : 2, fillOpacity: spec.bars ? 70 : spec.stacked ? 40 : 0, showPoints: 'never', spanNulls: false,
        stacking: { mode: spec.stacked ? 'normal' : 'none', group: 'A' },
        thresholdsStyle: { mode: spec.thresholds ? 'dashed' : 'off' },
        ...(spec.log ? { scaleDistribution: { type: 'log', log: 10 } } : {}),
      },
    },
    overrides: (spec.strong ?? []).map(name => ({
      matcher: { id: 'byName', options: name[at] },
      properties: [{ id: 'custom.lineWidth', value: 4 }, { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } }],
    })),
  },
  options: {
    legend: { displayMode: spec.legendTable ? 'table' : 'list', placement: spec.legendTable ? 'right' : 'bottom', showLegend: true, calcs: spec.legendTable ? ['lastNotNull'] : [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
});

/** A bar for each series; the buckets of a histogram as what lies between the bounds. */
export const bars = spec => at => ({
  ...base('bargauge', spec, at),
  targets: targets(spec.queries, at, { instant: true, format: spec.buckets ? 'heatmap' : undefined }),
  fieldConfig: {
    defaults: { unit: spec.unit, min: 0, ...(spec.max === undefined ? {} : { max: spec.max }), ...(spec.decimals === undefined ? {} : { decimals: spec.decimals }), color: { mode: spec.thresholds ? 'thresholds' : 'continuous-BlPu' }, thresholds: steps(spec.thresholds ?? plain), ...noValue(spec, at) },
    overrides: [],
  },
  options: {
    reduceOptions: { values: false, calcs: ['lastNotNull'], fields: '' },
    orientation: spec.vertical ? 'vertical' : 'horizontal', displayMode: 'basic', valueMode: 'color', namePlacement: 'auto', showUnfilled: true,
    sizing: 'auto', minVizWidth: 8, minVizHeight: 12, maxVizHeight: 40,
    legend: { showLegend: false, displayMode: 'hidden', placement: 'bottom', calcs: [] },
  },
});

function columnProperties(column, at) {
  const properties = [];
  if (column.unit)
    properties.push({ id: 'unit', value: column.unit });
  if (column.decimals !== undefined)
    properties.push({ id: 'decimals', value: column.decimals });
  if (column.thresholds)
    properties.push({ id: 'thresholds', value: steps(column.thresholds) }, { id: 'custom.cellOptions', value: { type: column.background ? 'color-background' : 'color-text', ...(column.background ? { mode: 'basic' } : {}) } });
  if (column.width)
    properties.push({ id: 'custom.width', value: column.width });
  if (column.names)
    properties.push({ id: 'mappings', value: [mapped(at, column.names(at))] });
  if (column.link)
    properties.push({ id: 'links', value: [{ title: column.link.title[at], url: column.link.url(at), targetBlank: column.link.outside ?? false }] });
  return properties;
}

/** Rows by labels, a column for each label named and for each query. */
export const table = spec => at => {
  const many = spec.queries.length > 1;
  const columns = [...spec.labels, ...spec.queries];
  const fields = [...spec.labels.map(column => column.label), ...spec.queries.map((_, index) => (many ? `Value #${letter(index)}` : 'Value'))];
  const hidden = { Time: true, ...Object.fromEntries((spec.hide ?? []).map(name => [name, true])) };
  return {
    ...base('table', spec, at),
    targets: targets(spec.queries, at, { instant: true, format: 'table' }),
    transformations: [
      ...(many ? [{ id: 'merge', options: {} }] : []),
      {
        id: 'organize',
        options: {
          excludeByName: hidden,
          indexByName: Object.fromEntries(fields.map((field, index) => [field, index])),
          renameByName: Object.fromEntries(fields.map((field, index) => [field, columns[index].name[at]])),
        },
      },
    ],
    fieldConfig: {
      defaults: { unit: spec.unit ?? 'none', color: { mode: 'thresholds' }, thresholds: steps(plain), mappings: [mapped(at, Object.fromEntries(Object.entries(words).map(([value, pair]) => [value, pair[at]])))], custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: true, inspect: false }, ...noValue(spec, at) },
      overrides: columns.map(column => ({ matcher: { id: 'byName', options: column.name[at] }, properties: columnProperties(column, at) })).filter(override => override.properties.length > 0),
    },
    options: {
      frameIndex: 0, showHeader: true, cellHeight: 'sm', ...(spec.rows ? { enablePagination: true } : {}),
      ...(spec.sort ? { sortBy: [{ displayName: spec.sort.by[at], desc: spec.sort.descending ?? false }] } : {}),
    },
  };
};

/** A table with the values of one label as rows and of another as columns; its cells are coloured. */
export const matrix = spec => at => ({
  ...base('table', spec, at),
  targets: targets([spec.query], at, { instant: true, format: 'table' }),
  transformations: [
    { id: 'groupingToMatrix', options: { columnField: spec.columns, rowField: spec.rows, valueField: 'Value', emptyValue: 'null' } },
    { id: 'organize', options: { excludeByName: {}, indexByName: {}, renameByName: { [`${spec.rows}\\${spec.columns}`]: spec.corner[at], ...spec.columnNames(at) } } },
  ],
  fieldConfig: {
    defaults: { unit: spec.unit, decimals: spec.decimals ?? 0, min: 0, max: 1, color: { mode: 'thresholds' }, thresholds: steps(spec.thresholds), custom: { align: 'center', cellOptions: { type: 'color-background', mode: 'basic' }, filterable: false, inspect: false, minWidth: 60 }, ...noValue(spec, at) },
    overrides: [{ matcher: { id: 'byName', options: spec.corner[at] }, properties: [{ id: 'custom.cellOptions', value: { type: 'auto' } }, { id: 'custom.align', value: 'left' }, { id: 'custom.width', value: 180 }] }],
  },
  options: { frameIndex: 0, showHeader: true, cellHeight: 'sm', frozenColumns: { left: 1 }, sortBy: [{ displayName: spec.corner[at], desc: false }] },
});

// --- variables

// As the editor of variables writes it: kind 1 is label_values.
const query = expr => ({ qryType: 1, query: expr, refId: 'PrometheusVariableQueryEditor-VariableQuery' });

export const variables = {
  datasource: at => ({ name: 'datasource', type: 'datasource', label: ['数据源', 'Data source'][at], query: 'prometheus', includeAll: false, multi: false, refresh: 1, hide: 3 }),
  /** A filter with "all"; "all" is .* and so also finds what has no such label. */
  some: (name, label, expr) => at => ({
    name, type: 'query', label: label[at], datasource, query: query(expr), refresh: 2, sort: 5, includeAll: true, multi: true, allValue: '.*', allowCustomValue: false,
    current: { selected: true, text: [['全部', 'All'][at]], value: ['$__all'] },
  }),
  one: (name, label, expr) => at => ({ name, type: 'query', label: label[at], datasource, query: query(expr), refresh: 2, sort: 5, includeAll: false, multi: false, allowCustomValue: false }),
  chosen: (name, label, expr, values) => at => ({
    name, type: 'query', label: label[at], datasource, query: query(expr), refresh: 2, sort: 5, includeAll: true, multi: true, allValue: '.*', allowCustomValue: false,
    current: { selected: true, text: values, value: values },
  }),
  among: (name, label, values, current) => at => ({
    name, type: 'custom', label: label[at], query: values.map(value => (Array.isArray(value) ? `${value[0][at]} : ${value[1]}` : value)).join(','), includeAll: false, multi: false, allowCustomValue: false,
    current: { selected: true, ...optionOf(values, current, at) },
    options: values.map(value => { const option = optionOf(values, Array.isArray(value) ? value[1] : value, at); return { selected: option.value === current, ...option }; }),
  }),
  typed: (name, label, value) => at => ({ name, type: 'textbox', label: label[at], query: value, hide: 3, current: { selected: true, text: value, value }, options: [{ selected: true, text: value, value }] }),
};

function optionOf(values, wanted, at) {
  const found = values.find(value => (Array.isArray(value) ? value[1] : value) === wanted);
  return Array.isArray(found) ? { text: found[0][at], value: found[1] } : { text: found, value: found };
}

// --- layout

/** Panels flow from left to right; a row begins a new line. */
function laidOut(parts, at) {
  const panels = [];
  let [x, y, tallest] = [0, 0, 0];
  const nextLine = () => { y += tallest; x = 0; tallest = 0; };
  for (const part of parts) {
    const id = panels.length + 1;
    if (part.row) {
      nextLine();
      panels.push({ id, type: 'row', title: part.row[at], collapsed: false, gridPos: { h: 1, w: 24, x: 0, y }, panels: [] });
      y += 1;
      continue;
    }

    if (x + part.w > 24)
      nextLine();
    panels.push({ id, ...part.panel(at), gridPos: { h: part.h, w: part.w, x, y } });
    x += part.w;
    tallest = Math.max(tallest, part.h);
  }

  return panels;
}

export const row = (zh, en) => ({ row: [zh, en] });
export const place = (w, h, panel) => ({ w, h, panel });

/** A board's address, the same on every installation. */
export const boardUrl = (name, at) => `/d/qa-${name}-${Object.keys(languages)[at].toLowerCase()}`;

/** The JSON of a board in one language. */
export function render(board, language) {
  const at = languages[language];
  return {
    uid: `qa-${board.name}-${language.toLowerCase()}`,
    title: board.title[at],
    description: board.description[at],
    tags: ['qa', `qa-${language.toLowerCase()}`],
    schemaVersion,
    version: 1,
    editable: true,
    graphTooltip: 1,
    timezone: 'browser',
    weekStart: 'monday',
    refresh: board.refresh ?? '5m',
    time: board.time ?? { from: 'now-30d', to: 'now' },
    timepicker: {},
    annotations: { list: [] },
    links: [
      { type: 'dashboards', title: ['质检看板', 'Quality boards'][at], tags: [`qa-${language.toLowerCase()}`], asDropdown: true, includeVars: true, keepTime: false, targetBlank: false, icon: 'external link', tooltip: '' },
      { type: 'link', title: ['审核页面', 'Audit pages'][at], url: '${audit_url}', tags: [], asDropdown: false, includeVars: false, keepTime: false, targetBlank: true, icon: 'external link', tooltip: ['在引擎的页面上看原话和依据', 'The chats and the evidence, on the engine\'s own pages'][at] },
    ],
    templating: { list: board.variables.map(variable => variable(at)) },
    panels: laidOut(board.parts, at),
  };
}

export const languageNames = Object.keys(languages);
