import type { Ledger } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import { lockState } from '../../pure/ledger';
import { derivedFact, type Moment } from './derive';

const heldOrUnknown: readonly Ledger['lock']['state'][] = ['held', 'unknown'];

/**
 * A lock table says that a lock is held, never since when: since the first look
 * that saw it, or since the clock was put back.
 */
export const heldSince = derivedFact({
  fact: 'ledgers',
  needs: ['ledgers'],
  derive(
    { ledgers: { value, at } },
    { before }: Moment & { readonly before: Readings },
  ) {
    const earlier = valueOf(before.ledgers) ?? [];
    const since = (ledger: LedgerFact) => {
      const same = earlier.find(
        ({ table, schema }) =>
          table === ledger.table && schema === ledger.schema,
      );
      return ledger.unreadable
        ? same?.heldSince
        : Math.min(same?.heldSince ?? at, at);
    };
    return value.map(ledger =>
      // Not read is not free: it may be held for as long as before.
      heldOrUnknown.includes(lockState(ledger))
        ? { ...ledger, heldSince: since(ledger) }
        : ledger,
    );
  },
});
