import type { Incident } from 'backstage-plugin-database-health-common';
import { compareSeverity } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { dayMs } from '../../timeSpans';
import { nowMs } from '../clock';
import type { Store, StorePart } from '../store';
import { withChanges } from './changes';
import type { Deliveries } from './deliveries';
import { fits, fromRow, toRow } from './rows';
import type { IncidentRecord, RecordedChanges, SeenIncident } from './types';

/** Bounds of what is kept (ours). */
const keptForMs = 730 * dayMs;
export const mostIncidents = 500;
/** Names that all replicas agree on, those that are open before others. */
const mostNames = 1_500;

/** Incidents that are deleted at once. */
const batchRows = 200;

/** What all replicas agree on. */
export interface IncidentState {
  readonly open: readonly IncidentRecord[];
  /** The number of the last one, by name. */
  readonly occurrences: ReadonlyMap<string, number>;
}

/**
 * Incidents, each kept once however many replicas see it: of one name one is open at
 * a time, it ends when nobody has seen it for long enough, and each change of it is
 * a row of its own.
 */
export class Incidents {
  readonly #store: StorePart;
  readonly #deliveries: Pick<Deliveries, 'note'>;

  /** Each change is handed to `deliveries` in the transaction that records it. */
  constructor(store: Store, deliveries: Pick<Deliveries, 'note'>) {
    this.#store = store.part('incidents');
    this.#deliveries = deliveries;
  }

  /**
   * Takes what a replica knows, in the order in which the incidents began, and says
   * what holds now. One that is over for that replica ends if no replica has seen it
   * for `closeAfterMs`. `undefined` where the store did not take it: then nothing.
   */
  async exchange(
    seen: readonly SeenIncident[],
    { closeAfterMs }: { closeAfterMs: number },
  ): Promise<IncidentState | undefined> {
    const deliveries = this.#deliveries;
    return this.#store.use(async knex => {
      const kept = seen.filter(fits);
      // With nothing to tell, to ask is one statement.
      if (kept.length > 0) {
        const [row] = await knex.select({ now: nowMs(knex) });
        const moment = { now: Number(row.now), closeAfterMs };
        const unknown = await goOn(
          knex,
          kept.filter(({ goesOn }) => goesOn),
          moment,
        );
        for (const incident of kept.filter(
          each => !each.goesOn || unknown.has(each),
        )) {
          await enter(knex, incident, moment);
          await knex.transaction(transaction =>
            take(transaction, incident, { ...moment, deliveries }),
          );
        }
      }
      return this.#stateOf(knex);
    });
  }

  /**
   * Those that were open at some time since then, the newest first; `undefined` where
   * the store does not work.
   */
  async list(
    sinceMs: number,
    most: number,
  ): Promise<IncidentRecord[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('incidents')
        .where(ends =>
          ends.whereNull('closed_ms').orWhere('closed_ms', '>=', sinceMs),
        )
        .orderBy([
          { column: 'opened_ms', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(most);
      return this.#store.accepted(await withChanges(knex, rows), each =>
        fromRow(...each),
      );
    });
  }

  /** Forgets a batch of what is too old or too much; resolves to whether that is all. */
  async forget(): Promise<boolean> {
    const done = await this.#store.use(async knex => {
      const [{ now }] = await knex.select({ now: nowMs(knex) });
      const [{ count }] = await knex('incidents').count({ count: '*' });
      const tooMany = Math.max(0, Number(count) - mostIncidents);
      const oldest = await knex('incidents')
        .whereNotNull('closed_ms')
        .orderBy([{ column: 'closed_ms' }, { column: 'id' }])
        .limit(batchRows)
        .select('id', 'closed_ms');
      const forgotten = oldest
        .filter(
          ({ closed_ms }, index) =>
            index < tooMany || Number(closed_ms) < Number(now) - keptForMs,
        )
        .map(({ id }) => id);
      await knex('incident_changes').whereIn('incident_id', forgotten).delete();
      await knex('incidents').whereIn('id', forgotten).delete();
      return forgotten.length < batchRows;
    });
    return done ?? true;
  }

  /** In one statement: every name with its last number, beside what of it is open. */
  async #stateOf(knex: Knex): Promise<IncidentState> {
    const last = knex('incidents')
      .groupBy('name')
      .select({ last_name: 'name' })
      .max({ last_occurrence: 'occurrence' })
      .as('last');
    const rows = await knex
      .from(last)
      .leftJoin('incidents', join =>
        join
          .on('incidents.name', 'last.last_name')
          .andOnNull('incidents.closed_ms'),
      )
      .select('last.*', 'incidents.*')
      .orderByRaw(
        'case when incidents.id is null then 1 else 0 end, incidents.opened_ms, incidents.id',
      )
      .limit(mostNames);
    return {
      open: this.#store.accepted(
        rows.filter(({ id }) => id !== null),
        row => fromRow(row),
      ),
      occurrences: new Map(
        rows
          .map(
            row =>
              [String(row.last_name), Number(row.last_occurrence)] as const,
          )
          .filter(([, occurrence]) => Number.isSafeInteger(occurrence)),
      ),
    };
  }
}

interface Moment {
  readonly now: number;
  readonly closeAfterMs: number;
}

/**
 * Notes when those were seen that are known to be open. Says which of them may not be
 * so any more: the store may be another one by now.
 */
async function goOn(
  knex: Knex,
  incidents: readonly SeenIncident[],
  { now }: Moment,
): Promise<ReadonlySet<SeenIncident>> {
  const byAge = new Map<number, SeenIncident[]>();
  for (const each of incidents) {
    const { seenAgeMs } = each;
    if (seenAgeMs !== undefined) {
      byAge.set(seenAgeMs, [...(byAge.get(seenAgeMs) ?? []), each]);
    }
  }
  const unknown = new Set<SeenIncident>();
  for (const [ageMs, some] of byAge) {
    const seenMs = Math.round(now - ageMs);
    const noted = await knex('incidents')
      .whereIn(
        'id',
        some.map(({ id }) => id),
      )
      .whereNull('closed_ms')
      .update({
        // What lies ahead was put there, or the clock was put back.
        seen_ms: knex.raw(
          'case when seen_ms between ? and ? then seen_ms else ? end',
          [seenMs, now, seenMs],
        ),
      });
    if (noted < some.length) {
      some.forEach(each => unknown.add(each));
    }
  }
  return unknown;
}

/**
 * Makes the row of one that is not known: by itself, since rows that do not exist
 * cannot be locked. None beside one of its name that is open, or after a later one.
 */
async function enter(
  knex: Knex,
  incident: SeenIncident,
  { now }: Moment,
): Promise<void> {
  const { name, occurrence, openedAgeMs } = incident;
  const other = await knex('incidents')
    .where({ name })
    .where(others =>
      others.whereNull('closed_ms').orWhere('occurrence', '>=', occurrence),
    )
    .first('id');
  if (!other) {
    const openedMs = Math.round(now - openedAgeMs);
    await knex('incidents')
      .insert({ ...toRow(incident), opened_ms: openedMs, seen_ms: openedMs })
      .onConflict('id')
      .ignore();
  }
}

async function take(
  knex: Knex,
  incident: SeenIncident,
  moment: Moment & { deliveries: Pick<Deliveries, 'note'> },
): Promise<void> {
  const { now, closeAfterMs, deliveries } = moment;
  const { id, seenAgeMs, changed, closed } = incident;
  const timeOf = (ageMs: number) => Math.round(now - ageMs);
  const before = await knex('incidents').where({ id }).forUpdate().first();
  if (!before || before.closed_ms !== null) {
    return;
  }
  const known = await knex('incident_changes')
    .where({ incident_id: id })
    .first('id');
  if (!known) {
    await note(knex, deliveries, {
      ...before,
      kind: 'opened',
      at_ms: before.opened_ms,
    });
  }
  const seenMs = Math.max(
    // What lies ahead was put there, or the clock was put back.
    Math.min(Number(before.seen_ms), now),
    seenAgeMs === undefined ? 0 : timeOf(seenAgeMs),
  );
  const { severity, check_id, title, findings } = toRow(incident);
  const isWorse = compareSeverity(severity, before.severity) < 0;
  const row = { ...before, seen_ms: seenMs };
  if (changed && (isWorse || check_id !== before.check_id)) {
    Object.assign(row, { check_id, title, findings });
    row.severity = isWorse ? severity : before.severity;
    await note(knex, deliveries, { ...row, kind: 'changed', at_ms: now });
  }
  if (closed && seenMs <= timeOf(closed.settledAgeMs) - closeAfterMs) {
    row.closed_ms = Math.max(timeOf(closed.ageMs), seenMs);
    await note(knex, deliveries, {
      ...row,
      kind: 'closed',
      at_ms: row.closed_ms,
    });
  }
  await knex('incidents').where({ id }).update(row);
}

async function note(
  knex: Knex,
  deliveries: Pick<Deliveries, 'note'>,
  change: {
    id: string;
    kind: RecordedChanges[number]['kind'];
    at_ms: number;
    check_id: string;
    severity: Incident['severity'];
    title: string;
  },
): Promise<void> {
  const { id, kind, at_ms, check_id, severity, title } = change;
  await knex('incident_changes').insert({
    incident_id: id,
    kind,
    at_ms,
    severity,
    title,
  });
  await deliveries.note(knex, {
    incidentId: id,
    kind,
    severity,
    checkId: check_id,
  });
}
