import { eventually } from '../../../__testUtils__/eventually';
import { MigratingProcess } from '../../../engines/__testUtils__/migratingProcess';
import {
  type Seen,
  type Look,
  SickDatabase,
} from './__testUtils__/sickDatabase';
import { type OpenSetup, engineSetups } from './__testUtils__/engineSetups';

/** Runs for much longer than a test, whether its client lives or not. */
const endless = {
  postgres: 'select pg_sleep(600)',
  mysql: `select benchmark(100000000000, sha2('a', 512))`,
};

const migration = (statement: string, transaction: boolean) => ({
  '1_first.js': `
    exports.up = knex => knex.raw(${JSON.stringify(statement)});
    exports.down = async () => {};
    exports.config = { transaction: ${transaction} };`,
});

const since = Date.now();
const alive = { announced: { replicaId: 'r', since, alive: true } };
const dead = { announced: { replicaId: 'r', since, alive: false } };

const servers = engineSetups.flatMap(({ engine, ...kind }) =>
  engine === 'sqlite' ? [] : [{ ...kind, engine }],
);

describe.each(servers)('On $name', ({ engine, open }) => {
  let setup: OpenSetup;
  let database: SickDatabase;
  let replica: MigratingProcess;
  let created = 0;

  beforeAll(async () => {
    setup = await open();
  });
  afterAll(() => setup?.close());

  /** This process runs the version before; another replica the next one. */
  async function migrateElsewhere(inTransaction: boolean) {
    created += 1;
    database = await SickDatabase.create(setup, `a-plugin${created}`);
    await database.start();
    await database.look();
    database.install(migration(endless[engine], inTransaction));
    replica = new MigratingProcess(database.replicaConfig());
  }
  afterEach(async () => {
    await replica?.kill();
    await database?.dispose();
  });

  /** Looks until it is so, and tells what it saw if it never is. */
  function lookUntil(isSo: (seen: Seen) => boolean, how?: Look): Promise<Seen> {
    return eventually(async () => {
      const seen = await database.look(how);
      if (!isSo(seen)) {
        throw new Error(JSON.stringify(seen));
      }
      return seen;
    });
  }

  // Knex takes the lock in a transaction that is over at once, and asks for more in
  // that of a migration before it comes to the statement.
  const running = (evidence: string) =>
    lookUntil(({ findings }) =>
      findings.some(({ message }) => message.endsWith(evidence)),
    );
  const statement = 'of the plugin runs a statement.';
  const transaction = 'on the server holds the lock table.';

  async function sessionsShownBy(sql: string): Promise<number> {
    const [result] = await database.runSql(sql);
    const { rows = (result as unknown[])[0] } = result as { rows?: unknown[] };
    return (rows as unknown[]).length;
  }

  it('a statement is told from one whose replica is gone, which the lines end', async () => {
    await migrateElsewhere(false);
    const { findings, remedy } = await running(statement);
    expect(findings).toEqual([
      {
        checkId: 'migrations-running',
        severity: 'info',
        message: expect.stringMatching(
          / have probably been running for .+: the lock is taken, and session \d+ of the plugin runs a statement\.$/,
        ),
      },
    ]);
    expect(await sessionsShownBy(remedy.sql!)).toBe(1);
    expect((await database.look(alive)).findings).toEqual([
      expect.objectContaining({
        checkId: 'migrations-running',
        message: expect.stringContaining('running in another replica for'),
      }),
    ]);

    await replica.kill();
    const orphaned = await database.look(dead);
    expect(orphaned).toMatchObject({
      state: 'locked',
      findings: [
        {
          checkId: 'migrations-locked',
          message: expect.stringContaining(
            'the replica that migrated is gone, and its statement still runs on the server',
          ),
        },
      ],
    });
    await database.runSql(orphaned.remedy.sql!);
    expect(await database.look(dead)).toMatchObject({
      state: 'empty',
      findings: [],
    });
    // Its session is over as soon as it cannot tell its client.
    await eventually(async () =>
      expect(await sessionsShownBy(remedy.sql!)).toBe(0),
    );
  });

  it('a lock is stale when the statement is over, and freed by the line', async () => {
    await migrateElsewhere(false);
    await running(statement);
    await replica.kill();
    const { remedy } = await database.look(dead);
    const ends = remedy.sql!.split('\n').slice(0, -1);
    await database.runSql(ends.join('\n'));
    const stale = await lookUntil(
      ({ findings }) => findings[0].message.includes('is probably stale'),
      dead,
    );
    expect(stale.findings).toHaveLength(1);
    await database.runSql(stale.remedy.sql!);
    expect(await database.look(dead)).toMatchObject({ state: 'empty' });
  });

  // MariaDB does not tell who holds what.
  if (engine === 'postgres') {
    it('a run in a transaction is known by the lock table', async () => {
      await migrateElsewhere(true);
      const { findings, remedy } = await running(transaction);
      expect(findings).toEqual([
        {
          checkId: 'migrations-running',
          severity: 'info',
          message: expect.stringMatching(
            / in a transaction for .+: session \d+ on the server holds the lock table\.$/,
          ),
        },
      ]);
      expect(await sessionsShownBy(remedy.sql!)).toBe(1);
    });
  }
});
