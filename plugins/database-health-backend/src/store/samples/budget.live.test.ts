import type { Knex } from 'knex';
import { describeEach, postgres } from '../../__testUtils__/engines';
import { storeEngines } from '../__testUtils__/storeDatabase';
import type { StoreDatabase } from '../__testUtils__/storeDatabase';
import { storeOn } from '../__testUtils__/storeOn';
import { mostDeliveries } from '../incidents/deliveries';
import { mostIncidents } from '../incidents/incidents';
import { Store } from '../store';
import { toCoarse } from './coarse';
import { encodeMeasures, mergeMeasures } from './measures';
import type { Measures } from './measures';
import { Surveys } from '../surveys';
import { mostVersions } from '../versions';
import { madeSurvey } from '../__testUtils__/madeSurvey';
import { Samples } from '.';

let mockNowMs: number;
jest.mock('../clock', () => ({
  nowMs: (knex: Knex) => knex.raw(String(mockNowMs)),
}));

const hour = 60;
const day = 24 * hour;

/** Enough to be far from the smallest files, few enough to be quick. */
const databases = 4;

/** Days that are lived through after two years were filled in. */
const livedDays = 16;

/** The budget, for a hundred plugin databases over two years. */
const budgetBytes = 50_000_000;

const retention = {
  fineMs: 2 * day * 60_000,
  hourlyMs: 14 * day * 60_000,
  dailyMs: 730 * day * 60_000,
};

describeEach(
  storeEngines.filter(({ name }) => name === postgres(18).name),
  'two years of a hundred plugin databases on',
  engine => {
    let server: StoreDatabase;
    let knex: Knex;

    beforeAll(async () => {
      server = await engine.start();
      knex = await server.create();
    });

    afterAll(async () => {
      await knex.destroy();
      await server.dispose();
    });

    it('take less than 50 MB, extrapolated from four, all of whose 20 tables grow', async () => {
      const now = Date.UTC(2028, 10, 21) / 60_000;
      mockNowMs = now * 60_000;
      const store = storeOn(knex);
      const samples = new Samples(store);
      await samples.tableNames('nobody');
      for (let no = 1; no <= databases; no++) {
        await knex('sampled_databases').insert({ database_id: `plugin-${no}` });
        await knex('sampled_tables').insert(
          Array.from({ length: 20 }, (_, table) => ({
            database_no: no,
            table_no: table,
            name: `a_table_of_plugin_${no}_${table}`,
          })),
        );
        await knex.batchInsert('samples', thinnedOut(no, now), 500);
      }
      await knex.raw('vacuum full');
      await knex.raw('alter table samples set (autovacuum_enabled = off)');

      for (let lived = 0; lived < livedDays; lived++) {
        const start = now + lived * day;
        mockNowMs = (start + day) * 60_000;
        for (let no = 1; no <= databases; no++) {
          await knex.batchInsert('samples', surveys(no, start, day), 200);
        }
        await samples.thin(retention, 1_000);
        // Not as often as autovacuum comes by itself: a day leaves 15 % dead rows.
        await knex.raw('vacuum samples');
      }

      const [{ count }] = await knex('samples').count({ count: '*' });
      const perDatabase = Number(count) / databases;
      const bytes = await sizeOf('samples');
      const extrapolated = (bytes / databases) * 100;
      tell(
        `${perDatabase} rows per plugin database, ${Math.round(
          bytes / Number(count),
        )} bytes each; a hundred take ${(extrapolated / 1e6).toFixed(1)} MB`,
      );
      expect(perDatabase).toBeGreaterThan(1_290);
      expect(perDatabase).toBeLessThan(1_330);
      const withOthers = extrapolated + (await othersBytes());
      const large = { tables: 100, indexes: 200, ledgers: 20, names: 10 };
      const bound = { tables: 500, indexes: 500, ledgers: 20, names: 45 };
      expect(withOthers + (await surveysBytes(store, large))).toBeLessThan(
        budgetBytes,
      );
      expect(withOthers + (await surveysBytes(store, bound))).toBeLessThan(
        1.1 * budgetBytes,
      );
    });

    /**
     * Filled to their bounds: 200 tables of each database, all transitions, as many
     * versions as are remembered with four ledgers of ten migrations each.
     */
    async function othersBytes(): Promise<number> {
      await knex.raw(`
        insert into sampled_tables select d, t, 'a_table_of_plugin_' || d || '_' || t
        from generate_series(1, 100) d, generate_series(1, 200) t on conflict do nothing;
        insert into statuses select 'database:plugin-' || d || ':check-number-' || c, 'ok', 0
        from generate_series(1, 100) d, generate_series(1, 40) c;
        insert into transitions (at_ms, database_id, check_id, from_status, to_status, message)
        select i, 'plugin-' || i % 100, 'migrations-out-of-order', 'warning', 'critical', repeat('A sentence of a finding. ', 5)
        from generate_series(1, 20000) i;
        insert into incidents (id, name, occurrence, database_id, check_id, severity, title, findings, opened_ms, seen_ms, closed_ms)
        select n || ':' || i, n, i, 'plugin-' || i % 100, 'idle-in-transaction', 'critical', repeat('A sentence of a finding. ', 5),
          (select json_agg(n || ':' || k) from generate_series(1, 5) k), i, i, i
        from generate_series(1, ${mostIncidents}) i, lateral (select 'database:plugin-' || i % 100 || ':idle-in-transaction' as n) names;
        insert into incident_changes (incident_id, at_ms, kind, severity, title)
        select id, c, 'changed', 'critical', title from incidents, generate_series(1, 3) c;
        insert into incident_deliveries
        select id, 'webhook:a-target', incident_id || ':changed:idle-in-transaction:critical', id, id, 1
        from incident_changes order by id limit ${mostDeliveries};
        insert into backend_versions
        select md5(v::text), now(), now(), (
          select json_object_agg('@acme/plugin-backend-module-' || p, '1.2.' || v)
          from generate_series(1, 300) p
        )
        from generate_series(1, ${mostVersions}) v;
        insert into version_ledgers
        select md5(v::text), 'plugin-' || d, 'module_' || l || '__knex_migrations', (
          select json_agg('20240101' || n || '_adds_a_column_to_a_table.js')
          from generate_series(1, 10) n
        )
        from generate_series(1, ${mostVersions}) v, generate_series(1, 100) d, generate_series(1, 4) l;
        insert into migration_checksums
        select 'plugin-' || d, 'module_' || l || '__knex_migrations',
          '20240101' || n || '_adds_a_column_to_a_table.js', md5(n::text) || md5(n::text)
        from generate_series(1, 100) d, generate_series(1, 4) l, generate_series(1, 10) n;
      `);
      const history = ['sampled_tables', 'statuses', 'transitions'];
      const incidents = [
        'incidents',
        'incident_changes',
        'incident_deliveries',
      ];
      const migrations = [
        'backend_versions',
        'version_ledgers',
        'migration_checksums',
      ];
      let all = 0;
      for (const tables of [history, incidents, migrations]) {
        const bytes = (await Promise.all(tables.map(sizeOf))).reduce(
          (sum, each) => sum + each,
        );
        tell(`${tables} take ${(bytes / 1e6).toFixed(1)} MB`);
        all += bytes;
      }
      return all;
    }

    /**
     * Each of a hundred surveyed again and again, with vacuum after every fifth
     * part, which is seldomer than autovacuum comes by itself.
     */
    async function surveysBytes(
      store: Store,
      shape: Parameters<typeof madeSurvey>[0],
    ): Promise<number> {
      const taken = new Surveys(store, 'replica');
      await knex('surveys').delete();
      await knex.raw('vacuum full surveys');
      for (let round = 0; round < 3; round++) {
        for (let no = 0; no < 100; no++) {
          await taken.claim(`plugin-${no}`, round);
          await taken.finish(`plugin-${no}`, madeSurvey(shape));
          if (no % 20 === 19) {
            await knex.raw('vacuum surveys');
          }
        }
      }
      const bytes = await sizeOf('surveys');
      tell(
        `${(bytes / 1e6).toFixed(1)} MB of surveys of ${JSON.stringify(shape)}`,
      );
      return bytes;
    }

    async function sizeOf(table: string): Promise<number> {
      const { rows } = await knex.raw(
        'select pg_total_relation_size(?::regclass) as bytes',
        [table],
      );
      return Number(rows[0].bytes);
    }
  },
);

interface Row {
  database_no: number;
  minute: number;
  numbers: Buffer;
  tables: Buffer | null;
}

/** What surveys every 10 minutes note. */
function surveys(no: number, from: number, minutes: number): Row[] {
  const rows: Row[] = [];
  for (let at = from; at < from + minutes; at += 10) {
    rows.push({
      database_no: no,
      minute: at + 1,
      numbers: encodeMeasures(numbersAt(at)),
      tables: at % hour === 0 ? encodeMeasures(tablesAt(at)) : null,
    });
  }
  return rows;
}

/** What is left of two years that end at `now`. */
function thinnedOut(no: number, now: number): Row[] {
  const rows = surveys(no, now - 2 * day, 2 * day);
  const stretch = (at: number, minutes: number) => {
    const hours = Array.from(
      { length: minutes / hour },
      (_, i) => at + i * hour,
    );
    rows.push({
      database_no: no,
      minute: at + minutes - 9,
      numbers: encodeMeasures(mergeMeasures(hours.map(numbersAt))),
      tables: encodeMeasures(mergeMeasures(hours.map(tablesAt))),
    });
  };
  for (let at = now - 14 * day; at < now - 2 * day; at += hour) {
    stretch(at, hour);
  }
  for (let at = now - 730 * day; at < now - 14 * day; at += day) {
    stretch(at, day);
  }
  return rows.sort((a, b) => a.minute - b.minute);
}

function numbersAt(at: number): Measures {
  return new Map([
    [0, once(20e9 + at * 420)],
    [1, once(300 + Math.floor(Math.random() * 3_000))],
    [2, once(10 + Math.floor(Math.random() * 80))],
    [3, once(300 + Math.floor(Math.random() * 300_000))],
  ]);
}

/** From some megabytes to some gigabytes, every one another each hour. */
function tablesAt(at: number): Measures {
  return new Map(
    Array.from({ length: 20 }, (_, table) => [
      table,
      once(
        toCoarse(
          1e7 * (table + 1) + (at - 3e7) * 1e3 + Math.random() * 1e6 * table,
        ),
      ),
    ]),
  );
}

function once(value: number) {
  return { last: value, min: value, max: value };
}

function tell(numbers: string): void {
  // eslint-disable-next-line no-console -- the arithmetic in the docs names them
  console.info(numbers);
}
