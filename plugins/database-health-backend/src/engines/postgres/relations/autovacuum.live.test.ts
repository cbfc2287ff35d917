import { type PostgresServer, startPostgres } from 'postgres-server';
import { Gate } from '../../__testUtils__/gate';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import {
  asSuperuser,
  databaseMode,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

describe('PostgreSQL that vacuums hides nothing by that from a role', () => {
  let server: PostgresServer;
  let subject: Subject;
  let gate: Gate;

  beforeAll(async () => {
    server = await startPostgres({
      settings: {
        autovacuum_naptime: '1',
        autovacuum_analyze_threshold: '1',
        autovacuum_analyze_scale_factor: '0',
      },
    });
  });
  afterEach(async () => {
    await gate?.dispose();
    await subject?.dispose();
  });
  afterAll(() => server?.dispose());

  /**
   * Holds a worker of autovacuum back at a gate that is held by `user`: it
   * analyzes a table of the plugin, and an index of that waits there.
   */
  async function holdAutovacuum(user: string): Promise<void> {
    const { client, identity } = subject;
    await client.raw(`
      create function gated(n int) returns int immutable language plpgsql as
        $$ begin perform ${Gate.sql}; return n; end $$;
      create table analyzed as select n from generate_series(1, 100) n;
      create index on analyzed (gated(n))`);
    gate = await Gate.close(server, identity.name, user);
    await client.raw('delete from analyzed where n > 10');
    const worker = await gate.reached();
    expect(
      await asSuperuser(
        server,
        `select backend_type from pg_stat_activity where pid = ${worker}`,
      ),
    ).toEqual([{ backend_type: 'autovacuum worker' }]);
  }

  it('that reads who uses a ledger', async () => {
    subject = await databaseMode(server).create('catalog');
    const folder = new MigrationsFolder().add('1_first.js');
    const { client } = subject;
    await client.migrate.latest({ directory: folder.directory });
    await client('knex_migrations_lock').update({ is_locked: 1 });
    await asSuperuser(
      server,
      `create role reader login password '${server.password}';
       alter table knex_migrations owner to reader;
       alter table knex_migrations_lock owner to reader`,
      subject.identity.name,
    );
    await holdAutovacuum('reader');

    await client.raw('set session authorization reader');
    const [{ activity }] = await readFact(subject, 'ledgers');
    expect(activity).toEqual({ holders: [], active: [], partial: false });
    folder.dispose();
  });

  it('that reads sessions', async () => {
    const plain = { user: 'plain', password: server.password };
    await asSuperuser(
      server,
      `create role plain login createdb password '${server.password}'`,
    );
    subject = await databaseMode(server, plain).create('search');
    await holdAutovacuum('plain');

    expect(await readFact(subject, 'sessions')).toEqual({
      sessions: [],
      truncated: false,
      partial: false,
    });
  });
});
