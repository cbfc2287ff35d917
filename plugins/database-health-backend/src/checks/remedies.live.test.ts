import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Facts } from 'backstage-plugin-database-health-node';
import createKnex, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { checks } from '.';
import {
  databaseMode,
  asSuperuser,
} from '../engines/__testUtils__/postgresSubjects';
import type { Subject } from '../engines/__testUtils__/subject';
import { judgements } from './__testUtils__/evaluate';
import { identity, noon, session, statistics } from './__testUtils__/facts';
import { countRows, silentLosses } from './__testUtils__/losses';
import { GiB } from './parts/wording/amounts';
import { ledgerCases } from './parts/ledgers/__testUtils__/cases';

/** A line of a check that is not about files and rows of ledgers. */
interface Case {
  readonly checkId: string;
  /** Facts with which the check offers its line. */
  facts(subject: Subject, other: Knex): Promise<Partial<Facts>>;
}

const pidOf = async (client: Knex) =>
  (await client.raw('select pg_backend_pid() as pid')).rows[0].pid as number;

const sessionsOf = (...sessions: ReturnType<typeof session>[]) => ({
  sessions: { sessions, truncated: false, partial: false },
});

const longMs = 7_200_000;

const name = 'backstage_plugin_harmless';

const cases: readonly Case[] = [
  {
    checkId: 'idle-in-transaction',
    facts: async (_, other) =>
      sessionsOf(
        session({
          pid: await pidOf(other),
          state: 'idle-in-transaction',
          stateMs: longMs,
        }),
      ),
  },
  {
    checkId: 'long-query',
    facts: async (_, other) =>
      sessionsOf(session({ pid: await pidOf(other), stateMs: longMs })),
  },
  ...['delete from filled', 'alter table filled'].map(statement => ({
    checkId: 'blocked',
    facts: async (_: Subject, other: Knex) => {
      const root = session({
        pid: await pidOf(other),
        stateMs: longMs,
        statement,
      });
      return sessionsOf(
        root,
        session({ pid: 1, blockedMs: longMs, blockedBy: [root.pid] }),
      );
    },
  })),
  {
    checkId: 'database-connection-limit',
    facts: async () => ({
      statistics: [
        statistics({ database: name, connections: 10, connectionLimit: 10 }),
      ],
    }),
  },
  {
    checkId: 'table-size',
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
    checkId: 'orphan',
    facts: async subject => {
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
    checkId: 'migrations-running',
    facts: async (_, other) => ({
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
            active: [{ pid: await pidOf(other), since: noon }],
            partial: false,
          },
        },
      ],
    }),
  },
];

describe('On a filled database of PostgreSQL 18', () => {
  let server: PostgresServer;
  let subject: Subject;
  let other: Knex;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    subject = await databaseMode(server).create('harmless');
    await subject.client.raw(
      'create table filled as select generate_series(1, 1000) as a',
    );
    await subject.client.raw('create schema elsewhere');
    await subject.client.raw(
      'create table elsewhere.filled as select generate_series(1, 10) as a',
    );
    other = createKnex({
      client: 'pg',
      connection: server.connection(name),
      pool: { min: 1, max: 1 },
    });
  });
  afterAll(async () => {
    await other?.destroy();
    await subject?.dispose();
    await server?.dispose();
  });

  it.each(cases)(
    'the line of $checkId loses nothing of which it does not warn',
    async ({ checkId, facts }) => {
      const check = checks.find(({ id }) => id === checkId)!;
      const [{ remedy }] = judgements(check, {
        identity: identity({ name }),
        ...(await facts(subject, other)),
      });
      const before = await countRows(subject);
      await asSuperuser(server, (remedy.sql ?? remedy.detailedSql)!, name);
      expect(
        silentLosses(
          { checkId, line: 'sql', text: remedy.text },
          before,
          await countRows(subject),
        ),
      ).toEqual([]);
    },
  );

  it('the line of orphan for a database says that all of it is lost', async () => {
    const check = checks.find(({ id }) => id === 'orphan')!;
    await asSuperuser(server, 'create database backstage_plugin_gone');
    const [{ remedy }] = judgements(check, {
      neighbours: {
        engine: 'postgres',
        schemas: [],
        databases: [
          { name: 'backstage_plugin_gone', pluginId: 'gone', bytes: 8_192 },
        ],
      },
    });
    const before = await countRows(subject);
    await asSuperuser(server, remedy.sql!);
    expect(await countRows(subject)).toEqual(before);
    expect(
      silentLosses(
        { checkId: 'orphan', line: 'sql', text: remedy.text },
        { backstage_plugin_gone: 1 },
        {},
      ),
    ).toEqual([]);
  });
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

  it('is run against filled tables', () => {
    expect(offered.filter(line => !run.has(line))).toEqual([]);
  });
});
