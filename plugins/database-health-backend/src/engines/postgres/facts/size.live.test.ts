import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asSuperuser,
  schemaMode,
  superuserSession,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever owns a table there can make the sum larger, and approximate by locking it. No
// row and no name is read.
describe.each([14, 18] as const)('The size of a schema, %i', major => {
  let server: PostgresServer;
  let subject: Subject;
  let schema: string;
  let created = 0;

  beforeAll(async () => {
    server = await startPostgres({ major, settings: { autovacuum: 'off' } });
  });
  beforeEach(async () => {
    created += 1;
    schema = `plugin${created}`;
    subject = await schemaMode(server).create(schema);
    const { client } = subject;
    await client.raw('create table big (id serial primary key, content text)');
    await client.raw(`
      insert into big (content)
      select string_agg(md5(random()::text), '')
      from generate_series(1, 500) row, generate_series(1, 200)
      group by row`);
    await client.raw('vacuum big');
  });
  afterEach(() => subject?.dispose());
  afterAll(() => server?.dispose());

  const other = () => superuserSession(server, subject.identity.name);

  it('has no part in other schemas', async () => {
    const { bytes } = await readFact(subject, 'size');
    await asSuperuser(
      server,
      `create table public.not_ours_${created} as select generate_series(1, 10000)`,
      subject.identity.name,
    );
    expect(await readFact(subject, 'size')).toEqual({
      bytes,
      approximate: false,
      tables: 1,
    });
  });

  it.each([
    ['a table', 'lock big in access exclusive mode'],
    ['an index', 'reindex index big_pkey'],
  ])('is approximate while %s is locked', async (_, statement) => {
    const bytes = await subject.sizeBytes();
    const session = await other();
    await session.query(`begin; set local search_path to ${schema}`);
    await session.query(statement);
    const size = await readFact(subject, 'size');
    expect(size).toMatchObject({ approximate: true, tables: 1 });
    expect(Math.abs(size.bytes - bytes) / bytes).toBeLessThan(0.1);

    await session.query('rollback');
    expect(await readFact(subject, 'size')).toEqual({
      bytes,
      approximate: false,
      tables: 1,
    });
    await session.end();
  });

  it('is approximate while such a lock is queued', async () => {
    const reader = await other();
    const writer = await other();
    await reader.query(`begin; select count(*) from ${schema}.big`);
    const locking = writer.query(
      `begin; lock ${schema}.big in access exclusive mode`,
    );
    await untilQueued();
    expect(await readFact(subject, 'size')).toMatchObject({
      approximate: true,
    });

    await reader.query('rollback');
    await locking;
    await writer.query('rollback');
    expect(await readFact(subject, 'size')).toMatchObject({
      approximate: false,
    });
    await reader.end();
    await writer.end();
  });

  async function untilQueued() {
    const queued = `
      select from pg_locks
      where not granted and mode = 'AccessExclusiveLock'`;
    await eventually(async () =>
      expect(await asSuperuser(server, queued)).not.toEqual([]),
    );
  }
});
