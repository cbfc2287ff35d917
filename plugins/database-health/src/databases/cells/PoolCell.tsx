import { PoolBar } from '../../signs/PoolBar';
import type { CellProps } from '../columns';
import { Unread } from '../../signs/Unread';

/** The pool, summed over live replicas. */
export function PoolCell({ database: { pool } }: CellProps) {
  return pool ? <PoolBar pool={pool} /> : <Unread />;
}
