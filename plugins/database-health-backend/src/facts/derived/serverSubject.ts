import type { Readings } from 'backstage-plugin-database-health-node';
import type { Moment } from './derive';

/** A server, by the plugin databases that it carries. */
export interface ServerSubject extends Moment {
  readonly databases: readonly {
    readonly pluginId: string;
    readonly readings: Readings;
  }[];
  /** What the configuration grants them together. */
  readonly budgetBytes: number | undefined;
}
