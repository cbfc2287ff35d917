import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  Judgement,
  Readings,
} from 'backstage-plugin-database-health-node';
import { readingOf, valueOf } from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import {
  available as mariadbAvailable,
  type MariadbServer,
  startMariadb,
} from 'mariadb-server';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../__testUtils__/eventually';
import { evaluate } from '../checks/__testUtils__/evaluate';
import { noon } from '../checks/__testUtils__/facts';
import { databaseConnectionLimit } from '../checks/server/database-connection-limit';
import { deadlocks } from '../checks/server/deadlocks';
import { rollbacks } from '../checks/server/rollbacks';
import { tempFiles } from '../checks/server/temp-files';
import { derivedOfServerPulse, withDerived } from '../facts/derived';
import { conformance } from './__testUtils__/conformance';
import { mariadb } from './__testUtils__/mariadbSubjects';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
} from './__testUtils__/postgresSubjects';
import { engineAdapters } from './engines';
import { sqliteFile, sqliteMemory } from './__testUtils__/sqliteSubjects';
import {
  type Subject,
  type SubjectKind,
  adapterOf,
  readFact,
} from './__testUtils__/subject';

describe.each([14, 18] as const)('PostgreSQL %i', major => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major });
  });
  afterAll(() => server?.dispose());

  describe('in database mode', () => {
    conforms('postgres', () => databaseMode(server));
  });
  describe('in schema mode', () => {
    conforms('postgres', () => schemaMode(server));
  });

  it('counts the connections of the whole server', async () => {
    const kind = databaseMode(server);
    const plugins = [await kind.create('one'), await kind.create('other')];
    await Promise.all(plugins.map(({ client }) => client.raw('select 1')));
    const [{ clients }] = await asSuperuser<{ clients: number }>(
      server,
      `select count(*)::int as clients from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    expect(clients).toBeGreaterThanOrEqual(2);
    const { byPlugin, ...counts } = await readFact(plugins[0], 'connections');
    expect(counts).toEqual({
      used: clients,
      limit: 100,
      reserved: 3,
      run: (await readFact(plugins[1], 'identity')).server!.run,
    });
    expect(byPlugin).toEqual(
      expect.arrayContaining([
        { pluginId: 'one', used: 1 },
        { pluginId: 'other', used: 1 },
      ]),
    );
    await Promise.all(plugins.map(plugin => plugin.dispose()));
  });

  it('counts the connections of roles that have a limit', async () => {
    await asSuperuser(
      server,
      `create role limited login createdb password 'limited' connection limit 7`,
    );
    const role = { user: 'limited', password: 'limited' };
    const plugin = await databaseMode(server, role).create('limited');
    await plugin.client.raw('select 1');
    const read = () => readFact(plugin, 'connections');
    const [{ used }] = await asSuperuser<{ used: number }>(
      server,
      `select count(*)::int as used from pg_stat_activity
       where usename = 'limited'`,
    );
    expect(used).toBeGreaterThanOrEqual(1);
    expect((await read()).byLimitedRole).toEqual([
      { name: 'limited', pluginIds: ['limited'], used, limit: 7 },
    ]);
    await asSuperuser(server, 'alter role limited connection limit -1');
    expect(await read()).not.toHaveProperty('byLimitedRole');
    await plugin.dispose();
  });

  it('tells what the server counts for a database', async () => {
    const plugin = await databaseMode(server).create('counted');
    const { client, identity } = plugin;
    const read = async () => {
      const statistics = await readFact(plugin, 'statistics');
      expect(statistics).toEqual([
        expect.objectContaining({ database: identity.name, history: [] }),
      ]);
      return statistics[0];
    };
    await client.raw('create table rows (id int)');
    await asSuperuser(
      server,
      `alter database ${identity.name} connection limit 40`,
    );
    const before = await read();
    expect(before).toMatchObject({
      connections: expect.any(Number),
      connectionLimit: 40,
      deadlocks: 0,
      temporaryFiles: 0,
      temporaryBytes: 0,
    });
    expect(before.connections).toBeGreaterThanOrEqual(1);
    await client
      .raw('set work_mem = 64')
      .then(() =>
        client.raw(
          'select count(*) from (select g from generate_series(1, 200000) g order by -g) sorted',
        ),
      );
    await client.transaction(trx => trx.raw('selec')).catch(() => {});
    // What a session counted is told when it has been idle for a second.
    await eventually(async () => {
      await client.raw('select pg_sleep(1.1)');
      const after = await read();
      expect(after.temporaryFiles).toBeGreaterThan(0);
      expect(after.temporaryBytes).toBeGreaterThan(1_000_000);
      expect(after.rollbacks).toBeGreaterThan(before.rollbacks!);
      expect(after.commits).toBeGreaterThan(before.commits!);
    });
    await plugin.dispose();
  });
});

(mariadbAvailable ? describe : describe.skip)('MariaDB', () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server?.dispose());

  conforms('mysql', () => mariadb(server));

  describe('tells what it counts, which is judged as what is of one database:', () => {
    const seconds = 1_000;
    let subject: Subject;
    let known: Readings = {};
    let at = noon;

    beforeAll(async () => {
      subject = await mariadb(server).create('judged');
      await subject.client.raw(
        'create table stock (id int primary key, amount int)',
      );
      await subject.client.raw('insert into stock values (1, 0), (2, 0)');
    });
    afterAll(() => subject?.dispose());

    /** What a check says after one more look, so long after the one before. */
    async function look(check: AnyCheck, laterMs: number) {
      at += laterMs;
      const statistics = await readFact(subject, 'statistics');
      known = withDerived(
        derivedOfServerPulse,
        { statistics: readingOf(statistics, at) },
        { before: known, at },
      );
      return evaluate(
        check,
        { statistics: valueOf(known.statistics)! },
        { engine: 'mysql', at },
      );
    }

    it('deadlocks, until they are some time ago', async () => {
      await look(deadlocks, 15 * seconds);
      expect(await look(deadlocks, 15 * seconds)).toEqual([]);
      const { client } = subject;
      const lock = (transaction: Knex.Transaction, id: number) =>
        transaction('stock').where({ id }).increment('amount');
      const [first, second] = [
        await client.transaction(),
        await client.transaction(),
      ];
      await lock(first, 1);
      await lock(second, 2);
      const outcomes = await Promise.allSettled([
        lock(first, 2),
        lock(second, 1),
      ]);
      await Promise.allSettled([first.rollback(), second.rollback()]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      const [found] = (await look(
        deadlocks,
        15 * seconds,
      )) as readonly Judgement[];
      expect(found).toMatchObject({
        severity: 'warning',
        message:
          '1 deadlock on the whole server in the last 5 min; in each, the server aborted one transaction.',
        remedy: {
          text: expect.stringContaining('`show engine innodb status`'),
        },
      });
      expect(found).not.toHaveProperty('object');
      expect(await look(deadlocks, 300 * seconds)).toEqual([]);
    });

    it('transactions that are undone, until most of them are not', async () => {
      await look(rollbacks, 600 * seconds);
      const run = async (times: number, isUndone: boolean) => {
        for (let i = 0; i < times; i += 1) {
          await subject.client
            .transaction(each => (isUndone ? each.rollback() : each.commit()))
            .catch(() => {});
        }
      };
      await run(300, true);
      await run(800, false);
      expect(await look(rollbacks, 15 * seconds)).toMatchObject([
        {
          severity: 'warning',
          message: expect.stringMatching(
            /^\d+ of \d+ transactions were rolled back on the whole server/,
          ),
        },
      ]);
      await look(rollbacks, 300 * seconds);
      await run(1_200, false);
      expect(await look(rollbacks, 15 * seconds)).toEqual([]);
    });

    it('and of what it does not count, that it does not', async () => {
      expect(await look(tempFiles, 15 * seconds)).toEqual({
        skipped:
          'This server does not count how much is written to temporary files.',
      });
      expect(await look(databaseConnectionLimit, 15 * seconds)).toEqual({
        skipped: expect.stringContaining('is not read on this engine'),
      });
    });
  });
});

describe('SQLite in memory', () => {
  conforms('sqlite', sqliteMemory);
});

describe('SQLite in a file', () => {
  conforms('sqlite', sqliteFile);
});

/** What every reader must get right, on every engine that has it. */
function conforms(engine: Engine, start: () => SubjectKind) {
  const on = {} as { kind: SubjectKind; subject: Subject };
  let created = 0;

  beforeAll(() => {
    on.kind = start();
  });
  beforeEach(async () => {
    created += 1;
    on.subject = await on.kind.create(`plugin${created}`);
  });
  afterEach(() => on.subject?.dispose());
  afterAll(() => on.kind?.dispose());

  it('takes a ping', async () => {
    const lease = await on.subject.observation.lease(
      AbortSignal.timeout(5_000),
    );
    await expect(adapterOf(on.subject).ping(lease.connection)).resolves.toEqual(
      { readOnly: undefined },
    );
    lease.release();
  });

  for (const { fact, engines, cases } of conformance) {
    if (engines.includes(engine)) {
      describe(`reads ${fact}:`, () => {
        cases(on);
      });
    } else {
      it(`does not claim to read ${fact}`, () => {
        expect(engineAdapters[engine].inspector).not.toHaveProperty(fact);
      });
    }
  }
}
