import { summable } from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import { trendOf } from '../../pure/growth';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/** A plugin database whose size was never read counts nothing. */
export const serverSize = derivedFact({
  fact: 'serverSize',
  needs: ['size'],
  derive(_, { databases, budgetBytes }: ServerSubject) {
    const distinct = summable(
      databases.map(({ pluginId, readings }) => {
        const identity = valueOf(readings.identity);
        return {
          // One that never said what it is stands for itself alone.
          serverId: identity ? '' : pluginId,
          name: identity?.name ?? '',
          schema: identity?.schema,
          size: valueOf(readings.size) ?? null,
          history: valueOf(readings.sizeHistory),
        };
      }),
    );
    const sizes = distinct.flatMap(({ size }) => size ?? []);
    const trends = distinct.map(({ history }) =>
      history ? trendOf(history.days) : undefined,
    );
    return {
      bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      approximate: sizes.some(({ approximate }) => approximate),
      budgetBytes: budgetBytes ?? null,
      bytesPerDay: trends.reduce<number | null>(
        (sum, trend) =>
          sum === null || !trend ? null : sum + trend.bytesPerDay,
        0,
      ),
    };
  },
});
