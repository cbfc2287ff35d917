import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { mostSlowStatements } from '../../../pure/facts';
import { eventually } from '../../../__testUtils__/eventually';
import { statementKey } from '../../../readModel/statementKey';
import { asSuperuser, mariadb } from '../../__testUtils__/mariadbSubjects';
import { notingRows } from '../../__testUtils__/fetchedRows';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may run statements has their texts told, without values and cut, of the 100
// that took most time. No table of theirs is read.
(available ? describe : describe.skip)('Statements of MariaDB', () => {
  const digests = 'performance_schema.events_statements_summary_by_digest';
  const user = `it's`;
  let server: MariadbServer;
  let subject: Subject;

  beforeAll(async () => {
    server = await startMariadb({
      settings: {
        performance_schema: 'on',
        performance_schema_digests_size: '200',
      },
    });
    subject = await mariadb(server).create('catalog');
    await subject.client.schema.createTable('things', table => {
      table.increments();
      table.string('name', 60).index('by_name');
      table.integer('other').index('by_other');
    });
  });
  afterAll(async () => {
    await subject?.dispose();
    await server?.dispose();
  });

  const read = () => readFact(subject, 'serverStatements');
  const empty = () => asSuperuser(server, `truncate table ${digests}`);

  /** The same database as another account sees it. */
  async function as(account: string, password: string): Promise<Subject> {
    return mariadb(
      server,
      { user: account, password },
      { ensureExists: false },
    ).create('catalog');
  }

  it('are measured whoever runs them, and are those of the plugin', async () => {
    await empty();
    const { client, observation, identity } = subject;
    await client('things').insert([{ name: 'a secret' }, { name: 'b secret' }]);
    await client('things').insert({ name: 'c secret' });
    await asSuperuser(
      server,
      `update things set name = 'd secret' where id = 1 /* a secret */`,
      identity.name,
    );
    await asSuperuser(server, `select 'of no database' as secret_name`);
    const own = () =>
      observation.traffic
        .slowestStatements(mostSlowStatements)
        .map(({ text }) => text);
    const list =
      'select count(*) as `n`, `things`.`id` from `things` where `name` in (?)';
    // Of a rush of statements only a part is looked at.
    await eventually(async () => {
      await client('things')
        .count({ n: '*' })
        .select('things.id')
        .whereIn('name', ['a secret', 'b secret']);
      expect(own()).toContain(list);
    });
    const { since, statements, unmeasured } = await read();
    expect(unmeasured).toBeUndefined();
    expect(Math.abs(since! - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(statements)).not.toMatch(/secret/);
    const found = (text: string) =>
      statements.find(each => statementKey(each.text) === statementKey(text));
    expect(found(list)).toMatchObject({
      text: expect.stringContaining('`things`.`id` FROM `things`'),
    });
    const inserted = statements.filter(({ text }) => /^INSERT/.test(text));
    expect(inserted.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(inserted.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
    expect(found('update `things` set `name` = ? where `id` = ?')).toEqual({
      text: expect.any(String),
      count: 1,
      rows: 1,
      totalMs: expect.any(Number),
      maxMs: expect.any(Number),
    });
    await client.raw('select sleep(0.2)');
    const slept = (await read()).statements.find(({ text }) =>
      /SLEEP/i.test(text),
    );
    // Of picoseconds.
    expect(slept!.totalMs).toBeGreaterThan(150);
    expect(slept!.totalMs).toBeLessThan(60_000);
    expect(slept!.maxMs).toBeCloseTo(slept!.totalMs, 3);
  });

  it('begin anew when somebody empties their table', async () => {
    await subject.client('things').where({ name: 'x' }).select('id');
    await empty();
    await subject.client('things').where({ name: 'x' }).select('id');
    const { since, statements } = await read();
    expect(
      statements.find(({ text }) => /^SELECT `id` FROM `things`/.test(text)),
    ).toMatchObject({ count: 1 });
    expect(since! / 1_000).toBeGreaterThan(
      (await asSuperuser(server, 'select unix_timestamp() - 30 as at'))[0].at,
    );
  });

  it('say which right their account lacks, which is asked for once and not tried', async () => {
    await asSuperuser(server, `create user \`${user}\` identified by 'p'`);
    await asSuperuser(server, `create user plain@'%' identified by 'p'`);
    for (const each of [`\`${user}\``, 'plain']) {
      await asSuperuser(
        server,
        `grant all on \`backstage\\_plugin\\_%\`.* to ${each}`,
      );
    }
    const odd = await as(user, 'p');
    expect((await readFact(odd, 'serverStatements')).unmeasured).toContain(
      ' to …;` lets it',
    );
    await odd.dispose();

    const plain = await as('plain', 'p');
    const asked: string[] = [];
    const told = await readFact(plain, 'serverStatements', db =>
      notingRows(db, [], asked),
    );
    expect(told).toEqual({
      unmeasured: expect.stringContaining(`to 'plain'@'%';`),
      statements: [],
    });
    expect(asked.filter(sql => sql.includes(`from ${digests}`))).toEqual([]);
    const [, line] = /`(grant .*?);`/.exec(told.unmeasured!)!;
    await asSuperuser(server, line);
    const granted = await readFact(plain, 'serverStatements');
    expect(granted.unmeasured).toBeUndefined();
    expect(granted.statements).not.toEqual([]);
    await plain.dispose();
  });

  it('say when nothing is counted', async () => {
    const consumer = (enabled: string) =>
      asSuperuser(
        server,
        `update performance_schema.setup_consumers set enabled = '${enabled}'
         where name = 'statements_digest'`,
      );
    await consumer('no');
    await empty();
    expect(await read()).toEqual({
      unmeasured: expect.stringContaining('`statements_digest`'),
      statements: [],
    });
    await consumer('yes');
    expect((await read()).statements).not.toEqual([]);
  });

  it('say when there is no room for those that are new', async () => {
    await empty();
    for (let i = 0; i < 220; i += 1) {
      await asSuperuser(server, `select 1 as c${i}`, subject.identity.name);
    }
    const { statements, unmeasured } = await read();
    expect(unmeasured).toContain('`performance_schema_digests_size`');
    expect(statements).toHaveLength(100);
    await empty();
    expect((await read()).unmeasured).toBeUndefined();
  });

  it('stand beside the rows that were read by each index', async () => {
    const { client } = subject;
    await client.raw(
      'create table indexed (id int primary key, k int, l int, key of_k (k), key of_l (l))',
    );
    await client.raw(
      'insert into indexed select seq, seq, seq from seq_1_to_500',
    );
    await client.raw('analyze table indexed');
    await client.raw(
      'select count(l) from indexed force index (of_k) where k < 101',
    );
    const reads = async (of: Subject) =>
      (await readFact(of, 'relations')).indexes?.filter(
        ({ table }) => table === 'indexed',
      );
    expect(await reads(subject)).toMatchObject(
      [
        { name: 'of_k', rowsRead: 100 },
        { name: 'of_l', rowsRead: 0 },
      ].map(each => expect.objectContaining(each)),
    );
    const plain = await as('plain', 'p');
    for (const each of ['innodb_table_stats', 'innodb_index_stats']) {
      await asSuperuser(server, `grant select on mysql.${each} to plain`);
    }
    for (const index of (await reads(plain))!) {
      expect(index).not.toHaveProperty('rowsRead');
    }
    await plain.dispose();
  });
});
