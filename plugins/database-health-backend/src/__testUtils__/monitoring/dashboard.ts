import { readText } from './files';

interface DataSource {
  type: string;
  uid: string;
}

/** A panel, or the title of a row. */
export interface Panel {
  id: number;
  type: string;
  title: string;
  description: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource: DataSource;
  targets: { refId: string; expr: string; datasource: DataSource }[];
}

/** As Grafana has it, of which this is a part. */
export interface Dashboard {
  uid: string;
  title: string;
  schemaVersion: number;
  templating: { list: { name: string; type: string }[] };
  panels: Panel[];
}

export function readDashboard(): Dashboard {
  return JSON.parse(readText('monitoring/grafana/dashboard.json'));
}

/** Without the rows. */
export function panelsOf({ panels }: Dashboard): Panel[] {
  return panels.filter(({ type }) => type !== 'row');
}

/** Every query, with the panel that it is of. */
export function queriesOf(
  dashboard: Dashboard,
): { panel: string; expr: string }[] {
  return panelsOf(dashboard).flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ panel: title, expr })),
  );
}
