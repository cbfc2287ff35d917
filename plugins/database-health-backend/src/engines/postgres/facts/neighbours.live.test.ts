import knex from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asAnotherReplica,
  asSuperuser,
  databaseMode,
  schemaMode,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may make a database that is named as a plugin's, or with schema mode a schema,
// has its name and size told, of at most 1 000; whoever may connect can name a session so
// that one counts as in use. No table is read.
describe.each([14, 18] as const)('The neighbours on PostgreSQL %i', major => {
  let server: PostgresServer;
  let subject: Subject;

  beforeAll(async () => {
    server = await startPostgres({ major, settings: { autovacuum: 'off' } });
  });
  afterEach(() => subject?.dispose());
  afterAll(() => server?.dispose());

  const run = (sql: string, database?: string) =>
    asSuperuser<{ bytes: string }>(server, sql, database);

  it('are the databases that are named as those of plugins', async () => {
    const kind = databaseMode(server);
    subject = await kind.create('catalog');
    const other = await kind.create('in-use');
    await other.client.raw('select 1');
    const names = ['removed', 'Strange "one"', ''].map(
      id => `backstage_plugin_${id}`,
    );
    for (const name of [
      ...names,
      'backstageXpluginXno',
      'backstage_plugin_dev_catalog',
      'of_others',
    ]) {
      await run(`create database "${name.replaceAll('"', '""')}"`);
    }
    const read = () => readFact(subject, 'neighbours');
    const bytesOf = async (name: string) =>
      Number(
        (await run(`select pg_database_size('${name}') as bytes`))[0].bytes,
      );
    const unused = async (pluginId: string) => ({
      name: `backstage_plugin_${pluginId}`,
      pluginId,
      bytes: await bytesOf(`backstage_plugin_${pluginId}`),
      inUse: false,
    });
    const inUse = (pluginId: string) => ({
      name: `backstage_plugin_${pluginId}`,
      pluginId,
      bytes: null,
      inUse: true,
    });
    const { databases, schemas } = await read();
    expect(schemas).toEqual([]);
    expect(byName(databases)).toEqual(
      byName([
        inUse('catalog'),
        inUse('in-use'),
        await unused('removed'),
        await unused('Strange "one"'),
      ]),
    );

    await other.dispose();
    // A session ends a little later than its client.
    await eventually(async () =>
      expect((await read()).databases).toContainEqual(await unused('in-use')),
    );

    await run('drop database backstage_plugin_removed');
    expect((await read()).databases.map(({ name }) => name)).not.toContain(
      'backstage_plugin_removed',
    );
  });

  it('are in use, too, where the configuration gives one name to all sessions', async () => {
    subject = await databaseMode(server).create('catalog');
    await run('create database backstage_plugin_renamed');
    const sessions = [subject.client, renamed()];
    for (const session of sessions) {
      await session.raw(`set application_name to 'portal'`);
    }
    const inUse = async () =>
      (await readFact(subject, 'neighbours')).databases.find(
        ({ pluginId }) => pluginId === 'renamed',
      )!.inUse;
    expect(await inUse()).toBe(true);
    await sessions[1].raw(`set application_name to 'psql'`);
    expect(await inUse()).toBe(false);
    for (const session of sessions) {
      await session.raw(`set application_name to ''`);
    }
    expect(await inUse()).toBe(false);
    await sessions[1].destroy();
  });

  function renamed() {
    return knex({
      client: 'pg',
      connection: server.connection('backstage_plugin_renamed'),
      pool: { min: 1, max: 1 },
    });
  }

  it('are told to a plain role, with bytes only where it may connect', async () => {
    subject = await databaseMode(server).create('plain');
    await run('create database backstage_plugin_open');
    await run('create database backstage_plugin_closed');
    await run('revoke connect on database backstage_plugin_closed from public');
    await run(`create role plain login password 'plain'`);
    await run('grant all on database backstage_plugin_plain to plain');
    const other = await databaseMode(server).create('elsewhere');
    await other.client.raw('select 1');
    await subject.client.raw('set role plain');
    const { databases } = await readFact(subject, 'neighbours');
    await subject.client.raw('reset role');
    await other.dispose();
    expect(databases).toEqual(
      expect.arrayContaining([
        {
          name: 'backstage_plugin_open',
          pluginId: 'open',
          bytes: expect.any(Number),
          inUse: false,
        },
        {
          name: 'backstage_plugin_closed',
          pluginId: 'closed',
          bytes: null,
          inUse: false,
        },
        {
          name: 'backstage_plugin_elsewhere',
          pluginId: 'elsewhere',
          bytes: null,
          inUse: true,
        },
      ]),
    );
  });

  it('are the schemas that hold a ledger in schema mode', async () => {
    subject = await schemaMode(server).create('catalog');
    const database = subject.identity.name;
    const ledger = (schema: string) =>
      run(
        `create schema "${schema}";
         create table "${schema}".knex_migrations (id int);
         create table "${schema}".knex_migrations_lock (index int);
         create table "${schema}".big as
           select repeat(md5(g::text), 5) as content from generate_series(1, 5000) g;
         create table "${schema}".toasted (content text);
         alter table "${schema}".toasted alter content set storage external;
         insert into "${schema}".toasted
           select repeat(md5(g::text), 100) from generate_series(1, 200) g;`,
        database,
      );
    await ledger('removed');
    await run('vacuum', database);
    await run('create schema of_others create table t (id int)', database);
    await ledger('used');
    await ledger('dev_catalog');
    await run(
      `create schema fresh;
       create table fresh.knex_migrations as select generate_series(1, 9) as id;
       create table fresh.knex_migrations_lock (index int)`,
      database,
    );
    const session = knex({
      ...asAnotherReplica(server, {
        ...subject,
        observation: { ...subject.observation, pluginId: 'used' },
      }),
      pool: { min: 1, max: 1 },
    });
    await session.raw('select 1');
    const [{ bytes }] = await run(
      `select sum(pg_total_relation_size(oid)) as bytes from pg_class
       where relnamespace = 'removed'::regnamespace and relkind = 'r'`,
      database,
    );
    const { databases, schemas } = await readFact(subject, 'neighbours');
    await session.destroy();
    expect(databases).toEqual([]);
    expect(schemas).toEqual([
      { name: 'fresh', pluginId: 'fresh', bytes: null, inUse: false },
      {
        name: 'removed',
        pluginId: 'removed',
        bytes: expect.any(Number),
        inUse: false,
      },
      { name: 'used', pluginId: 'used', bytes: null, inUse: true },
    ]);
    // Without the maps of free space and of what is visible.
    expect(schemas[1].bytes! / Number(bytes)).toBeGreaterThan(0.9);
    expect(schemas[1].bytes!).toBeLessThanOrEqual(Number(bytes));
  });
});

function byName<T extends { name: string }>(facts: readonly T[]): T[] {
  return [...facts].sort((a, b) => (a.name < b.name ? -1 : 1));
}
