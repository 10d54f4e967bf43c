// Grafana's published types, as JSON has them: an enum is the text behind it, and a panel's options are those of its type.

import type { Dashboard, FieldConfig, FieldConfigSource, Panel, RowPanel } from '@grafana/schema';
import type { Options as BarGauge } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as Stat } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { FieldConfig as TableField, Options as Table } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { FieldConfig as TimeSeriesField, Options as TimeSeries } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** The same shape with every enum of texts as the texts themselves. */
type Plain<T> =
  T extends string ? `${T}`
  : T extends readonly (infer Item)[] ? Plain<Item>[]
  : T extends object ? { [Key in keyof T]: Plain<T[Key]> }
  : T;

/** What a Prometheus data source is asked; Grafana publishes no type of it in this package. */
interface Query {
  refId: string;
  datasource: { type: 'prometheus'; uid: '${datasource}' };
  expr: string;
  instant: boolean;
  range: boolean;
  format: 'time_series' | 'table' | 'heatmap';
  legendFormat: string;
  editorMode: 'code';
  exemplar?: true;
}

type Shown<Type extends string, Options, Custom> = Plain<Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'>> & {
  id: number;
  type: Type;
  title: string;
  description: string;
  datasource: Query['datasource'];
  targets: Query[];
  options: Plain<Options>;
  fieldConfig: Plain<Omit<FieldConfigSource, 'defaults'>> & { defaults: Plain<Omit<FieldConfig, 'custom'>> & { unit: string; custom?: Partial<Plain<Custom>> } };
};

type AnyPanel =
  | Shown<'stat', Stat, never>
  | Shown<'bargauge', BarGauge, never>
  | Shown<'timeseries', TimeSeries, TimeSeriesField>
  | Shown<'table', Table, TableField>
  | Plain<RowPanel>;

export type Board = Plain<Omit<Dashboard, 'panels'>> & { uid: string; title: string; panels: AnyPanel[] };
