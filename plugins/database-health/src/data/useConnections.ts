import type { ConnectionsReport } from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** The pools of all replicas, and what the servers have room for. */
export function useConnections(): Polled<ConnectionsReport> {
  return usePolled('connections', (api, options) =>
    api.getConnections(options),
  );
}
