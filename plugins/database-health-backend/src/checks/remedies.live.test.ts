import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Engine } from 'backstage-plugin-database-health-common';
import type { Facts } from 'backstage-plugin-database-health-node';
import createKnex, { type Knex } from 'knex';
import { checks } from '.';
import { eventually } from '../__testUtils__/eventually';
import { engineAdapters, readableFacts } from '../engines';
import type { Subject } from '../engines/__testUtils__/subject';
import { readFact } from '../engines/__testUtils__/subject';
import { evaluate, judgements } from './__testUtils__/evaluate';
import { noon, session, statistics } from './__testUtils__/facts';
import { countRows, losses, silentLosses } from './__testUtils__/losses';
import { GiB } from './parts/wording/amounts';
import { ledgerCases } from './parts/ledgers/__testUtils__/cases';
import {
  engineSetups,
  type OpenSetup,
} from './parts/ledgers/__testUtils__/engineSetups';

/** A database with rows in it, and another session of it that is in the way. */
interface Filled {
  readonly subject: Subject;
  /** The number that the server gave to the other session. */
  readonly pid: number;
}

/** A line of a check that is not about files and rows of ledgers. */
interface Case {
  readonly what: string;
  readonly checkId: string;
  /** Those on which the check offers the line. */
  readonly engines: readonly Engine[];
  /** Facts with which the check offers its line. */
  facts(filled: Filled): Promise<Partial<Facts>>;
  /** Whether the line ends the other session, or what it does. */
  readonly ends?: true;
}

const pidOf: Record<Engine, (client: Knex) => Promise<number>> = {
  postgres: async client =>
    (await client.raw('select pg_backend_pid() as pid')).rows[0].pid,
  mysql: async client =>
    (await client.raw('select connection_id() as pid'))[0][0].pid,
  sqlite: async () => 0,
};

const sessionsOf = (...sessions: ReturnType<typeof session>[]) => ({
  sessions: { sessions, truncated: false, partial: false },
});

/** Any time is too long, so that the line is for the session that is really there. */
const limits = { warningSeconds: 0, criticalSeconds: 0 };

const pluginId = 'harmless';
const name = `backstage_plugin_${pluginId}`;
const gone = 'backstage_plugin_gone';

const cases: readonly Case[] = [
  {
    what: 'a transaction that is idle',
    checkId: 'idle-in-transaction',
    engines: ['postgres', 'mysql'],
    facts: async ({ pid }) =>
      sessionsOf(
        session({
          pid,
          state: 'idle-in-transaction',
          stateMs: 1,
          transactionMs: 1,
        }),
      ),
    ends: true,
  },
  {
    what: 'a session of others',
    checkId: 'idle-in-transaction',
    engines: ['postgres', 'mysql'],
    facts: async ({ pid }) =>
      sessionsOf(
        session({
          pid,
          stranger: true,
          state: 'idle-in-transaction',
          stateMs: 1,
          transactionMs: 1,
        }),
      ),
    ends: true,
  },
  {
    what: 'a statement',
    checkId: 'long-query',
    engines: ['postgres', 'mysql'],
    facts: async ({ pid }) => sessionsOf(session({ pid, stateMs: 1 })),
  },
  ...['delete from filled', 'alter table filled'].map(
    (statement): Case => ({
      what: statement,
      checkId: 'blocked',
      engines: ['postgres', 'mysql'],
      facts: async ({ pid }) =>
        sessionsOf(
          session({ pid, stateMs: 1, transactionMs: 1, statement }),
          session({ pid: 1, blockedMs: 7_200_000, blockedBy: [pid] }),
        ),
      ends: true,
    }),
  ),
  {
    what: 'a database',
    checkId: 'database-connection-limit',
    engines: ['postgres'],
    facts: async () => ({
      statistics: [
        statistics({ database: name, connections: 10, connectionLimit: 10 }),
      ],
    }),
  },
  {
    what: 'a role',
    checkId: 'database-connection-limit',
    engines: ['postgres'],
    facts: async ({ subject }) => {
      await subject.client.raw('drop role if exists "lim""ited"');
      await subject.client.raw('create role "lim""ited" connection limit 5');
      return {
        connections: {
          used: 5,
          limit: 100,
          reserved: 3,
          byLimitedRole: [
            { name: 'lim"ited', pluginIds: [pluginId], used: 5, limit: 5 },
          ],
        },
      };
    },
  },
  {
    what: 'dead rows',
    checkId: 'table-size',
    engines: ['postgres'],
    facts: async () => ({
      relations: {
        indexes: [],
        tables: [
          {
            schema: 'public',
            name: 'filled',
            kind: 'table',
            totalBytes: 200 * GiB,
            heapBytes: 200 * GiB,
            toastBytes: 0,
            indexBytes: 0,
            approximate: false,
            estimatedRows: 10,
            deadRows: 90,
          },
        ],
      },
    }),
  },
  {
    what: 'a schema',
    checkId: 'orphan',
    engines: ['postgres'],
    facts: async ({ subject }) => {
      await subject.client.raw('create schema if not exists "left"');
      await subject.client.raw('create table "left".filled as select 1 as a');
      return {
        neighbours: {
          engine: 'postgres',
          databases: [],
          schemas: [
            { name: 'left', database: name, pluginId: 'gone', bytes: 8_192 },
          ],
        },
      };
    },
  },
  {
    what: 'a session that migrates',
    checkId: 'migrations-running',
    engines: ['postgres', 'mysql'],
    facts: async ({ pid }) => ({
      ledgers: [
        {
          table: 'knex_migrations',
          source: null,
          files: null,
          applied: [],
          lockRows: [{ index: 1, isLocked: true }],
          validationDisabled: false,
          activity: {
            holders: [],
            active: [{ pid, since: noon }],
            partial: false,
          },
        },
      ],
    }),
  },
];

const setups = engineSetups.filter(({ name: each }) => !/schema/.test(each));

describe.each(setups)('On a filled database of $name', kind => {
  const { engine } = kind;
  let setup: OpenSetup;
  let subject: Subject;
  let others: Knex;
  let other: Knex.Transaction;

  beforeAll(async () => {
    setup = await kind.open();
    subject = await setup.kind.create(pluginId);
    await fill('filled', 1_000);
    if (engine === 'postgres') {
      await subject.client.raw('create schema elsewhere');
      await fill('elsewhere.filled', 10);
    }
    const { client, connection, useNullAsDefault } =
      subject.client.client.config;
    others = createKnex({
      client: typeof client === 'string' ? client : client.prototype.driverName,
      // The client hides it from those who list its properties.
      connection: { ...connection, password: connection.password },
      useNullAsDefault,
    });
  });
  beforeEach(async () => {
    other = await others.transaction();
    if (engine !== 'sqlite') {
      await other.raw('delete from filled where a <= 500');
    }
  });
  afterEach(() => other?.rollback().catch(() => {}));
  afterAll(async () => {
    await others?.destroy();
    await subject?.dispose();
    await setup?.close();
  });

  async function fill(table: string, rows: number): Promise<void> {
    await subject.client.raw(`create table ${table} (a int)`);
    await subject.client.batchInsert(
      table,
      Array.from({ length: rows }, (_, i) => ({ a: i + 1 })),
      500,
    );
  }

  /** One line after the other, as a client of the database would. */
  async function runInOneSession(lines: string): Promise<void> {
    const { client } = subject.client;
    const connection = await client.acquireConnection();
    try {
      for (const line of lines.split('\n')) {
        await subject.client.raw(line).connection(connection);
      }
    } finally {
      await client.releaseConnection(connection);
    }
  }

  const offered = cases.filter(({ engines }) => engines.includes(engine));
  const elsewhere = cases.filter(({ engines }) => !engines.includes(engine));

  offered.forEach(({ what, checkId, facts, ends }) => {
    it(`the line of ${checkId} for ${what} loses nothing of which it does not warn`, async () => {
      const check = checks.find(({ id }) => id === checkId)!;
      const pid = await pidOf[engine](other);
      const [{ remedy }] = judgements(
        check,
        {
          identity: { ...subject.identity, version: setup.kind.version },
          ...(await facts({ subject, pid })),
        },
        { engine, ...((ends || checkId === 'long-query') && { limits }) },
      );
      const before = await countRows(subject);
      // A server may tell of a transaction that has just begun a moment later.
      await eventually(async () => {
        await runInOneSession((remedy.sql ?? remedy.detailedSql)!);
        const isEnded = await other.raw('select 1').then(
          () => false,
          () => true,
        );
        expect(isEnded).toBe(ends ?? false);
      });
      expect(
        silentLosses(
          { checkId, line: 'sql', text: remedy.text },
          before,
          await countRows(subject),
        ),
      ).toEqual([]);
    });
  });

  elsewhere.forEach(({ what, checkId, facts }) => {
    it(`${checkId} offers no line for ${what}`, async () => {
      const check = checks.find(({ id }) => id === checkId)!;
      const readable = readableFacts(engineAdapters[engine]);
      const isRead = check.needs.every(
        fact =>
          !(fact in engineAdapters.postgres.inspector) || readable.has(fact),
      );
      const { statistics: readsStatistics } = engineAdapters[engine].inspector;
      const outcome =
        isRead && what !== 'a schema'
          ? evaluate(
              check,
              {
                ...(what !== 'a role' && (await facts({ subject, pid: 1 }))),
                identity: await readFact(subject, 'identity'),
                relations: await readFact(subject, 'relations'),
                ...(readsStatistics && {
                  statistics: await readFact(subject, 'statistics'),
                  connections: await readFact(subject, 'connections'),
                }),
              },
              { engine, limits: { infoBytes: 0, warningBytes: 1 } },
            )
          : [];
      const found = Array.isArray(outcome) ? outcome : [];
      expect(found.filter(({ remedy }) => remedy?.sql)).toEqual([]);
    });
  });

  (engine === 'sqlite' ? [] : ['a database']).forEach(what =>
    it(`the line of orphan for ${what} says that all of it is lost`, async () => {
      const check = checks.find(({ id }) => id === 'orphan')!;
      await subject.client.raw(`create database ${gone}`);
      const [{ remedy }] = judgements(check, {
        neighbours: {
          engine,
          schemas: [],
          databases: [{ name: gone, pluginId: 'gone', bytes: 8_192 }],
        },
      });
      const before = await countRows(subject);
      await subject.client.raw(remedy.sql!);
      expect(await countRows(subject)).toEqual(before);
      await expect(
        subject.client.raw(`create database ${gone}`),
      ).resolves.toBeDefined();
      await subject.client.raw(`drop database ${gone}`);
      expect(
        silentLosses(
          { checkId: 'orphan', line: 'sql', text: remedy.text },
          { [gone]: 1 },
          {},
        ),
      ).toEqual([]);
    }),
  );
});

describe('Every line of a check', () => {
  const run = new Set([
    ...cases.map(({ checkId }) => `${checkId} sql`),
    ...ledgerCases.flatMap(({ steps }) =>
      steps.map(({ checkId, line }) => `${checkId} ${line}`),
    ),
    // A run that failed, in the test of the ledgers.
    'migrations-failed shell',
    // In the test of the rights of roles.
    'migrations-ownership sql',
  ]);
  const lineOf = {
    sql: /\b(sql|detailedSql)\b *[:,}]/,
    shell: /\bshell\b *[:,}]/,
  };

  /** The source of a check, with the parts that it is made of. */
  function sourceOf(file: string, seen = new Set<string>()): string {
    if (seen.has(file) || file.endsWith('wording/sql.ts')) {
      return '';
    }
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    const parts = [...source.matchAll(/from '(\.[^']+)'/g)]
      .map(([, path]) => `${resolve(dirname(file), path)}.ts`)
      .filter(path => path.startsWith(__dirname) && existsSync(path));
    return [source, ...parts.map(path => sourceOf(path, seen))].join('\n');
  }

  const offered = readdirSync(__dirname, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name: folder }) =>
      checks.flatMap(({ id }) => {
        const file = join(__dirname, folder, `${id}.ts`);
        const source = existsSync(file) ? sourceOf(file) : '';
        return (['sql', 'shell'] as const)
          .filter(line => lineOf[line].test(source))
          .map(line => `${id} ${line}`);
      }),
    );

  it('is found', () => {
    expect(offered).toEqual(
      expect.arrayContaining(['orphan sql', 'migrations-missing shell']),
    );
  });

  it('that may lose rows is on the list of losses, and no other', () => {
    expect(Object.keys(losses).filter(line => !run.has(line))).toEqual([]);
  });

  it('is run against filled tables', () => {
    expect(offered.filter(line => !run.has(line))).toEqual([]);
  });
});
