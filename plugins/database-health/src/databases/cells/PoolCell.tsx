import { PoolBar } from '../../signs/PoolBar';
import type { Database } from 'backstage-plugin-database-health-common';
import type { CellProps } from '../../tables/CardTable';
import { Unread } from '../../signs/Unread';

/** The pool, summed over live replicas. */
export function PoolCell({ row: { pool } }: CellProps<Database>) {
  return pool ? <PoolBar pool={pool} /> : <Unread />;
}
