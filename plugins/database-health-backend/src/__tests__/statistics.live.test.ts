import type { Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { type Portal, startPortal } from '../__testUtils__/portal';

const name = 'backstage_plugin_inventory';

const realNow = Date.now;

/** Sets the clock of this process, the portal's included, ahead by so much. */
function setAhead(ms: number): void {
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
}

const MiB = 1_024 ** 2;
/** What a test can write in a moment. */
const warningMiB = 16;

/** Two rows, each locked by one of two transactions that want the other one. */
async function deadlock(knex: Knex): Promise<void> {
  const lock = (transaction: Knex.Transaction, id: number) =>
    transaction.raw('update stock set amount = amount + 1 where id = ?', [id]);
  const [first, second] = [await knex.transaction(), await knex.transaction()];
  await lock(first, 1);
  await lock(second, 2);
  const outcomes = await Promise.allSettled([lock(first, 2), lock(second, 1)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'rejected',
  ]);
  await Promise.all([first.rollback(), second.rollback()]);
}

describe('what a server counts of the databases of plugins', () => {
  let server: PostgresServer;
  let portal: Portal;
  let knex: Knex;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...server.connection(), database: undefined },
      },
      databaseHealth: {
        checks: { 'temp-files': { warningBytes: warningMiB * MiB } },
      },
    });
    knex = portal.inventory;
    await knex.raw('create table stock (id int primary key, amount int)');
    await knex.raw('insert into stock values (1, 0), (2, 0)');
    await portal.survey();
  });

  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  /** What a check of the server says, as the page asks for it. */
  async function verdict(checkId: string) {
    const { servers, findings } = await portal.overview();
    expect(servers).toHaveLength(1);
    return findings.filter(each => each.checkId === checkId);
  }

  const isWell = async (checkId: string) =>
    expect(await verdict(checkId)).toEqual([]);

  it('tells of a database that is out of its own connections, until it takes more', async () => {
    await isWell('database-connection-limit');
    const { rows } = await knex.raw(
      'select numbackends from pg_stat_database where datname = ?',
      [name],
    );
    await knex.raw(
      `alter database ${name} connection limit ${rows[0].numbackends}`,
    );
    let line: string | undefined;
    await portal.eventually(async () => {
      const findings = await verdict('database-connection-limit');
      expect(findings).toMatchObject([
        {
          object: name,
          message: expect.stringMatching(
            /^\d+ of the \d+ connections that the database of inventory may have (is|are) in use\.$/,
          ),
        },
      ]);
      line = findings[0].remedy.sql;
    });
    await knex.raw(line!);
    await portal.eventually(() => isWell('database-connection-limit'));
  });

  it('tells of transactions that are undone, until most of them are not', async () => {
    await isWell('rollbacks');
    const all = async (times: number, sql: string) => {
      for (let i = 0; i < times; i += 1) {
        await knex.raw(sql);
      }
    };
    await portal.eventually(async () => {
      await all(900, 'select 1');
      for (let i = 0; i < 300; i += 1) {
        await knex.transaction(each => each.rollback()).catch(() => {});
      }
      expect(await verdict('rollbacks')).toMatchObject([
        {
          severity: 'warning',
          object: name,
          message: expect.stringMatching(
            /^\d+ of \d+ transactions were rolled back in the database of inventory in the last 5 min\.$/,
          ),
        },
      ]);
    });
    await portal.eventually(async () => {
      await all(3_000, 'select 1');
      await isWell('rollbacks');
    }, 60_000);
  });

  it('tells of deadlocks, until they are some time ago', async () => {
    await isWell('deadlocks');
    await deadlock(knex);
    await portal.eventually(async () => {
      expect(await verdict('deadlocks')).toMatchObject([
        {
          severity: 'warning',
          object: name,
          message:
            '1 deadlock in the database of inventory in the last 5 min; in each, the server aborted one transaction.',
        },
      ]);
    });
    setAhead(60_000);
    await portal.eventually(async () => {
      const [{ message }] = await verdict('deadlocks');
      expect(message).toMatch(/, the last one at \d\d:\d\d UTC; in each/);
    });
    setAhead(300_000);
    await portal.eventually(() => isWell('deadlocks'));
  });

  it('tells of temporary files that hold much, however many, until an hour later', async () => {
    const sort = (rows: number, times: number) =>
      knex.transaction(async transaction => {
        await transaction.raw('set local work_mem = 64');
        for (let i = 0; i < times; i += 1) {
          await transaction.raw(
            'select count(*) from (select g from generate_series(1, ?::int) g order by -g) sorted',
            [rows],
          );
        }
      });
    const counted = async () => {
      const { rows } = await knex.raw(
        'select temp_files::int as files, temp_bytes::int as bytes from pg_stat_database where datname = ?',
        [name],
      );
      return rows[0];
    };
    await sort(5_000, 31);
    await portal.eventually(async () =>
      expect((await counted()).files).toBeGreaterThanOrEqual(31),
    );
    // Two looks that know of them.
    await portal.eventually(async () => {
      expect((await counted()).bytes).toBeLessThan(warningMiB * MiB);
      await isWell('temp-files');
    });
    await sort(2_000_000, 1);
    await portal.eventually(async () => {
      const [finding] = await verdict('temp-files');
      expect(finding).toMatchObject({
        severity: 'warning',
        object: name,
        evidence: { limit: warningMiB * MiB, unit: 'bytes' },
        message: expect.stringMatching(
          /^Queries in the database of inventory wrote \d+(\.\d)? MiB to \d+ temporary files in the last hour\.$/,
        ),
      });
    });
    setAhead(3_600_000);
    await portal.eventually(() => isWell('temp-files'));
  });
});
