import type { LockState } from 'backstage-plugin-database-health-common';
import type {
  LedgerFact,
  Readings,
} from 'backstage-plugin-database-health-node';
import { lockState } from '../pure/ledger';
import { valueOf } from 'backstage-plugin-database-health-node';

const heldOrUnknown: readonly LockState[] = ['held', 'unknown'];

/** Those that succeeded. */
export function onlyRead(readings: Readings): Readings {
  return Object.fromEntries(
    Object.entries(readings).filter(([, reading]) => reading.status === 'read'),
  );
}

/**
 * A lock table says that a lock is held, never since when: since the first look
 * that saw it, or since the clock was put back.
 */
export function withHeldSince(known: Readings, fresh: Readings): Readings {
  const { ledgers } = fresh;
  if (ledgers?.status !== 'read') {
    return fresh;
  }
  const before = valueOf(known.ledgers) ?? [];
  const since = (ledger: LedgerFact) => {
    const same = before.find(
      ({ table, schema }) => table === ledger.table && schema === ledger.schema,
    );
    return ledger.unreadable
      ? same?.heldSince
      : Math.min(same?.heldSince ?? ledgers.at, ledgers.at);
  };
  return {
    ...fresh,
    ledgers: {
      ...ledgers,
      value: ledgers.value.map(ledger =>
        // Not read is not free: it may be held for as long as before.
        heldOrUnknown.includes(lockState(ledger))
          ? { ...ledger, heldSince: since(ledger) }
          : ledger,
      ),
    },
  };
}
