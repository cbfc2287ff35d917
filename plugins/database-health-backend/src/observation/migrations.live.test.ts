import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { availableMajors } from 'postgres-server';
import { createDatabaseObservations } from './registry';
import { type Observation } from './types';
import { TestDatabase, testDatabases } from './__testUtils__/databases';

/** A package with a folder of migrations that change nothing. */
class MigrationsPackage {
  readonly #root = mkdtempSync(join(tmpdir(), 'package-'));
  readonly directory = join(this.#root, 'dist', 'migrations');

  constructor(name: string, files: readonly string[]) {
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(join(this.#root, 'package.json'), JSON.stringify({ name }));
    writeFileSync(join(this.#root, 'dist', 'package.json'), '{"private":true}');
    files.forEach(file => this.add(file));
  }

  add(file: string): void {
    writeFileSync(
      join(this.directory, file),
      'exports.up = exports.down = async () => {};',
    );
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true });
  }
}

/** Migrations in code. Counts how often they are listed. */
class CodeSource implements Knex.MigrationSource<string> {
  reads = 0;
  readonly #migrations: Record<string, Knex.Migration['up']>;

  constructor(migrations: Record<string, Knex.Migration['up']>) {
    this.#migrations = migrations;
  }

  async getMigrations() {
    this.reads += 1;
    return Object.keys(this.#migrations);
  }

  getMigrationName(name: string) {
    return name;
  }

  async getMigration(name: string) {
    return { up: this.#migrations[name], down: async () => {} };
  }
}

const nothing = async () => {};

describe.each(testDatabases)('migrations on $name', ({ start }) => {
  let database: TestDatabase;
  let client: Knex;
  let observation: Observation;
  let parts: MigrationsPackage;

  beforeAll(async () => {
    database = await start();
  });
  beforeEach(async () => {
    ({ client, observation } = await database.observe());
    parts = new MigrationsPackage('@acme/parts', ['2.js', '1.js', 'notes.md']);
  });
  afterEach(async () => {
    for (const table of ['knex_migrations', 'other_migrations']) {
      await client.schema.dropTableIfExists(table);
      await client.schema.dropTableIfExists(`${table}_lock`);
    }
    await database.close();
    parts.dispose();
  });
  afterAll(() => database?.dispose());

  it('knows none before the first run', async () => {
    await client.raw('select 1');
    expect(observation.ledgers()).toEqual([]);
  });

  it('tells each ledger with its source and last run', async () => {
    const before = Date.now();
    const code = new CodeSource({ 'in code': nothing });
    await client.migrate.latest({ directory: parts.directory });
    await client.migrate.latest({
      tableName: 'other_migrations',
      migrationSource: code,
      disableMigrationsListValidation: true,
    });

    const [first, second] = observation.ledgers();
    expect(observation.ledgers()).toHaveLength(2);
    expect(first).toMatchObject({
      table: 'knex_migrations',
      schema: undefined,
      directory: parts.directory,
      package: '@acme/parts',
      validationDisabled: false,
      runningSince: undefined,
      lastRun: { outcome: 'succeeded', durationMs: expect.any(Number) },
    });
    expect(first.lastRun!.at).toBeGreaterThanOrEqual(before);
    expect(await first.getNames()).toEqual(['1.js', '2.js']);
    expect(second).toMatchObject({
      table: 'other_migrations',
      directory: null,
      package: null,
      validationDisabled: true,
    });
    expect(await second.getNames()).toEqual(['in code']);
  });

  it('gives the plugin what Knex gives', async () => {
    const { directory } = parts;
    const other = database.connect({
      client: 'better-sqlite3',
      connection: ':memory:',
    });
    const runs = (knex: Knex) => async () =>
      [
        await knex.migrate.up({ directory }),
        await knex.migrate.latest({ directory }),
        await knex.migrate.down({ directory }),
        await knex.migrate.rollback({ directory }, true),
        await knex.migrate.currentVersion({ directory }),
      ];
    expect(await runs(client)()).toEqual(await runs(other)());
    expect(observation.ledgers()).toHaveLength(1);
  });

  it('notes every kind of run', async () => {
    const { directory } = parts;
    const lastRun = () => observation.ledgers()[0]?.lastRun;
    const seen = new Set<unknown>();
    for (const run of [
      () => client.migrate.up({ directory }),
      () => client.migrate.latest({ directory }),
      () => client.migrate.down({ directory }),
      () => client.migrate.rollback({ directory }),
    ]) {
      await run();
      seen.add(lastRun());
    }
    expect(seen.size).toBe(4);
    await client.migrate.list({ directory });
    expect(seen).toContain(lastRun());
  });

  it('tells a run that has not ended', async () => {
    let release = () => {};
    const started = new Promise<void>(begun => {
      const released = new Promise<void>(done => {
        release = done;
      });
      client.migrate
        .latest({
          migrationSource: new CodeSource({
            slow: async () => {
              begun();
              await released;
            },
          }),
        })
        .then(() => {}, begun);
    });
    await started;
    const [ledger] = observation.ledgers();
    expect(ledger.runningSince).toBeLessThanOrEqual(Date.now());
    expect(ledger.lastRun).toBeUndefined();
    release();
    while (observation.ledgers()[0].runningSince) {
      await new Promise(setImmediate);
    }
    expect(ledger.lastRun).toMatchObject({ outcome: 'succeeded' });
  });

  it('notes why a run failed, and lets the plugin see the same error', async () => {
    const failure = new Error('s3cret');
    const failing = client.migrate.latest({
      migrationSource: new CodeSource({
        'first.js': nothing,
        'second.js': async () => {
          throw failure;
        },
      }),
    });
    await expect(failing).rejects.toBe(failure);
    const [ledger] = observation.ledgers();
    expect(ledger.runningSince).toBeUndefined();
    expect(ledger.lastRun).toMatchObject({
      outcome: 'failed',
      failure: {
        kind: 'other',
        sentence: expect.stringMatching(/^The migration "second.js" failed\. /),
      },
    });
    expect(JSON.stringify(ledger.lastRun)).not.toContain('s3cret');

    await expect(
      client.migrate.latest({
        migrationSource: new CodeSource({
          'bad.js': knex => knex.raw('select s3cret'),
        }),
      }),
    ).rejects.toThrow('s3cret');
    expect(ledger.lastRun?.failure?.sentence).toMatch(
      /^The migration "bad.js" failed\. A column does not exist: /,
    );
  });

  it('keeps what Knex says of missing files and of its lock', async () => {
    const { directory } = parts;
    await client.migrate.latest({ directory });
    await client('knex_migrations').insert({ name: '0.js', batch: 1 });
    await expect(client.migrate.latest({ directory })).rejects.toThrow('0.js');
    const sentence = () => observation.ledgers()[0].lastRun?.failure?.sentence;
    expect(sentence()).toBe(
      'The migration directory is corrupt, the following files are missing: 0.js',
    );
    await client('knex_migrations').where({ name: '0.js' }).delete();
    await client('knex_migrations').where({ name: '2.js' }).delete();
    await client('knex_migrations_lock').update({ is_locked: 1 });
    await expect(client.migrate.latest({ directory })).rejects.toThrow(
      'already locked',
    );
    expect(sentence()).toBe('Migration table is already locked');
    await client('knex_migrations_lock').update({ is_locked: 0 });
    await client.migrate.latest({ directory });
    expect(sentence()).toBeUndefined();
  });

  it('lists a source once per process, and only when it is asked for', async () => {
    const observations = createDatabaseObservations();
    const other = await database.observe(
      { client: 'better-sqlite3', connection: ':memory:' },
      { observations, pluginId: 'other' },
    );
    const third = await database.observe(
      { client: 'better-sqlite3', connection: ':memory:' },
      { observations, pluginId: 'third' },
    );
    const { directory } = parts;
    await other.client.migrate.latest({ directory });
    parts.add('3.js');
    const names = ['1.js', '2.js', '3.js'];
    expect(await other.observation.ledgers()[0].getNames()).toEqual(names);
    parts.add('4.js');
    await third.client.migrate.latest({ directory });
    expect(await other.observation.ledgers()[0].getNames()).toEqual(names);
    expect(await third.observation.ledgers()[0].getNames()).toEqual(names);
    expect(
      (await observations.listFolder(directory)).map(({ name }) => name).sort(),
    ).toEqual([...names, 'notes.md']);

    const code = new CodeSource({ a: nothing });
    await client.migrate.latest({ migrationSource: code });
    const readByKnex = code.reads;
    await observation.ledgers()[0].getNames();
    await observation.ledgers()[0].getNames();
    expect(code.reads - readByKnex).toBe(1);
  });

  it('tries a source again that could not be read', async () => {
    const code = new CodeSource({ a: nothing });
    await client.migrate.latest({ migrationSource: code });
    const [ledger] = observation.ledgers();
    const getMigrations = jest
      .spyOn(code, 'getMigrations')
      .mockRejectedValueOnce(new Error('not now'));
    await expect(ledger.getNames()).rejects.toThrow('not now');
    expect(await ledger.getNames()).toEqual(['a']);
    getMigrations.mockRestore();
  });

  it('joins the sources of packages that share a ledger', async () => {
    const more = new MigrationsPackage('@acme/more', ['7.js']);
    const config = { disableMigrationsListValidation: true };
    await client.migrate.latest({ ...config, directory: parts.directory });
    await client.migrate.latest({ ...config, directory: more.directory });
    await client.migrate.latest({ ...config, directory: parts.directory });
    const [ledger, ...others] = observation.ledgers();
    expect(others).toEqual([]);
    expect(await ledger.getNames()).toEqual(['1.js', '2.js', '7.js']);
    expect(ledger.directory).toBe(parts.directory);
    expect(ledger.otherSources).toEqual([
      { package: '@acme/more', directory: more.directory },
    ]);
    more.dispose();
  });

  it('keeps to the extensions that the plugin loads', async () => {
    parts.add('3.mts');
    await client.migrate
      .latest({
        directory: parts.directory,
        loadExtensions: ['.mts'],
        migrationSource: undefined,
      })
      .catch(() => {});
    expect(await observation.ledgers()[0].getNames()).toEqual(['3.mts']);
  });

  it.each([false, true])(
    'tells of several folders what Knex applies, in its order (each sorted by itself: %s)',
    async sortDirsSeparately => {
      const later = new MigrationsPackage('@acme/later', ['3.js', '0.cjs']);
      mkdirSync(join(later.directory, 'deeper'));
      await client.migrate.latest({
        directory: [parts.directory, later.directory],
        sortDirsSeparately,
      });
      const applied = await client('knex_migrations').orderBy('id');
      expect(applied).toHaveLength(4);
      expect(await observation.ledgers()[0].getNames()).toEqual(
        applied.map(({ name }) => name),
      );
      later.dispose();
    },
  );

  it('asks a source of its own kind, though it has folders', async () => {
    const source = Object.assign(new CodeSource({ a: nothing }), {
      migrationsPaths: [parts.directory],
    });
    await client.migrate.latest({ migrationSource: source });
    expect(await observation.ledgers()[0].getNames()).toEqual(['a']);
  });

  it('never throws into the plugin', async () => {
    const hostile = Object.defineProperty(
      new CodeSource({ a: nothing }),
      'migrationsPaths',
      {
        get() {
          throw new Error('hostile');
        },
      },
    );
    const [, ran] = await client.migrate.latest({ migrationSource: hostile });
    expect(ran).toEqual(['a']);
  });
});

it.each(availableMajors)(
  'tells the schema of a ledger on PostgreSQL %i',
  async major => {
    const database = await TestDatabase.postgres(major);
    const { client, observation } = await database.observe();
    await client.raw('create schema "Parts"');
    const migrationSource = new CodeSource({ a: nothing });
    await client.migrate.latest({ migrationSource, schemaName: 'Parts' });
    await client.migrate.latest({ migrationSource });
    expect(
      observation.ledgers().map(({ schema, table }) => [schema, table]),
    ).toEqual([
      ['Parts', 'knex_migrations'],
      [undefined, 'knex_migrations'],
    ]);
    await database.dispose();
  },
);
