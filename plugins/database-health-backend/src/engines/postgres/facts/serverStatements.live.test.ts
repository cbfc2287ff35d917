import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asSuperuser,
  databaseMode,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may run statements has their texts told, without values and cut, of the 100
// that took most time. A view of theirs in the place of the extension's is not called.
describe.each([14, 18] as const)('Statements of PostgreSQL %i', major => {
  let server: PostgresServer;
  let subject: Subject;

  beforeAll(async () => {
    server = await startPostgres({
      major,
      settings: { shared_preload_libraries: 'pg_stat_statements' },
    });
    subject = await databaseMode(server).create('catalog');
  });
  afterAll(async () => {
    await subject?.dispose();
    await server?.dispose();
  });

  it('are not measured without the extension', async () => {
    expect(await readFact(subject, 'serverStatements')).toEqual({
      unmeasured: expect.stringContaining('create extension'),
      statements: [],
    });
  });

  // An older version of the extension has no view of that name.
  it('call nothing that somebody else has put where a view of the extension may be', async () => {
    const name = subject.identity.name;
    await asSuperuser(
      server,
      `create role mallory;
       create schema theirs authorization mallory;
       create extension pg_stat_statements schema theirs version '1.8';
       set role mallory;
       create function theirs.ran() returns timestamptz language plpgsql as $$
         begin raise exception 'mallory ran'; end
       $$;
       create view theirs.pg_stat_statements_info as select theirs.ran() as stats_reset;
       grant usage on schema theirs to public;
       grant select on theirs.pg_stat_statements_info to public`,
      name,
    );
    await expect(
      subject.client.raw(
        'select stats_reset from theirs.pg_stat_statements_info',
      ),
    ).rejects.toThrow('mallory ran');
    expect(await readFact(subject, 'serverStatements')).toEqual({
      statements: expect.any(Array),
    });
    await asSuperuser(
      server,
      `drop extension pg_stat_statements;
       drop schema theirs cascade;
       drop role mallory`,
      name,
    );
  });

  it('are measured whoever runs them, and have the shape of those of the plugin', async () => {
    const name = subject.identity.name;
    await asSuperuser(
      server,
      'create schema "odd place"; create extension pg_stat_statements schema "odd place"',
      name,
    );
    await subject.client.schema.createTable('things', table => {
      table.increments();
      table.text('name');
    });
    for (const row of ['a secret', 'another secret']) {
      await subject.client('things').insert({ name: row });
    }
    await asSuperuser(
      server,
      `insert into things (name) values ('a third secret')`,
      name,
    );
    const own = () =>
      subject.observation.traffic.slowestStatements(50).map(({ text }) => text);
    const list = 'select * from "things" where "name" in (?)';
    // Of a rush of statements only a part is looked at.
    await eventually(async () => {
      await subject.client('things').whereIn('name', ['a secret', 'b secret']);
      expect(own()).toContain(list);
    });
    const told = await readFact(subject, 'serverStatements');
    const { since, statements } = told;
    expect(since).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(JSON.stringify(statements)).not.toMatch(/secret/);
    expect(statements).toContainEqual({
      text: 'insert into "things" ("name") values (?)',
      count: 2,
      rows: 2,
      totalMs: expect.any(Number),
      maxMs: expect.any(Number),
      blocksHit: expect.any(Number),
      blocksRead: expect.any(Number),
    });
    expect(statements).toContainEqual(
      expect.objectContaining({
        text: 'insert into things (name) values (?)',
        count: 1,
      }),
    );
    expect(own()).toContain('insert into "things" ("name") values (?)');
    expect(statements.map(({ text }) => text)).toContain(list);
  });
});

describe('A server that does not load the extension', () => {
  it('tells that there is none, or why it says nothing', async () => {
    const server = await startPostgres();
    const subject = await databaseMode(server).create('catalog');
    try {
      await asSuperuser(
        server,
        'create extension pg_stat_statements',
        subject.identity.name,
      );
      await expect(readFact(subject, 'serverStatements')).rejects.toMatchObject(
        { code: '55000' },
      );
    } finally {
      await subject.dispose();
      await server.dispose();
    }
  });
});
