import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TestDatabase, testDatabases, until } from './__testUtils__/databases';
import { dialects } from '../engines/dialects';
import { describeFailure } from '../failures/failure';
import { ObservedStatements } from './statements';

const { syntax } = dialects.postgres;
const failure = describeFailure({ code: '42P01' });

function filled(count: number, ms = 1) {
  const statements = new ObservedStatements();
  for (let i = 0; i < count; i += 1) {
    statements.answered(`select c${i} from t`, syntax, ms, 1, true);
  }
  return statements;
}

describe('ObservedStatements', () => {
  it('puts the runs of one shape together', () => {
    const statements = new ObservedStatements();
    statements.answered('select * from t where id = 1', syntax, 4, 1, true);
    statements.answered('select * from t where id = 2', syntax, 2, 1, true);
    statements.failed('select * from t where id = 3', syntax, 1, failure);
    expect(statements.slowest(10)).toEqual([
      {
        text: 'select * from t where id = ?',
        count: 2,
        errors: 1,
        estimated: false,
        totalMs: 6,
        meanMs: 3,
        maxMs: 4,
        p95Ms: expect.closeTo(4, 0),
        since: expect.any(Number),
        lastAt: expect.any(Number),
      },
    ]);
  });

  it('says what is estimated', () => {
    const statements = new ObservedStatements();
    statements.answered('select a from t', syntax, 2, 100, true);
    statements.answered('select b from t', syntax, 2, 1, true);
    expect(statements.slowest(10)).toMatchObject([
      { text: 'select a from t', count: 100, totalMs: 200, estimated: true },
      { text: 'select b from t', count: 1, totalMs: 2, estimated: false },
    ]);
  });

  it('counts a statement that only ever fails', () => {
    const statements = new ObservedStatements();
    statements.failed('select nothing', syntax, 3, failure);
    expect(statements.slowest(10)).toMatchObject([
      { count: 3, errors: 3, meanMs: 0, p95Ms: 0 },
    ]);
  });

  it('keeps those that fail each time, until one run succeeds', () => {
    const statements = new ObservedStatements();
    const told = () =>
      statements.failing().map(({ text, failures }) => [text, failures]);
    for (const id of [1, 2, 3]) {
      const sql = `select * from gone where id = ${id}`;
      statements.answered(sql, syntax, 1, 1, false);
      statements.failed(sql, syntax, 1, failure);
    }
    statements.failed('select other', syntax, 2, failure);
    expect(told()).toEqual([
      ['select other', 2],
      ['select * from gone where id = ?', 3],
    ]);
    // However many others come.
    for (let i = 0; i < 500; i += 1) {
      statements.answered(`select c${i} from t`, syntax, 1, 1, true);
    }
    expect(told()).toHaveLength(2);
    statements.answered('select * from gone where id = 4', syntax, 1, 1, true);
    expect(told()).toEqual([['select other', 2]]);
    for (let i = 0; i < 100; i += 1) {
      statements.failed(`select x${i}`, syntax, 1, failure);
    }
    expect(told()).toHaveLength(20);
  });

  it('gives as many as it is asked for, the slowest of them', () => {
    const statements = filled(100);
    statements.answered('select slow', syntax, 500, 1, true);
    expect(statements.slowest(3)).toHaveLength(3);
    expect(statements.slowest(3)[0].text).toBe('select slow');
  });

  it('keeps those that run often among any number of those that run once', () => {
    const statements = filled(1_000);
    for (let i = 0; i < 20_000; i += 1) {
      statements.answered(`select late${i} from t`, syntax, 1, 1, true);
      if (i % 20 === 0) {
        statements.answered('select often', syntax, 1, 1, true);
      }
    }
    expect(statements.slowest(1)).toMatchObject([
      { text: 'select often', count: 1_000 },
    ]);
    expect(statements.slowest(Infinity)).toHaveLength(200);
  });

  it('grows by less than 10 MB with 100 000 statements', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    // What buffers held is given back only a while after, on a busy machine a long
    // one: so until two looks in a row find the same.
    const used = async (before = Infinity): Promise<number> => {
      collect();
      await sleep(100);
      const { heapUsed, external } = process.memoryUsage();
      const bytes = heapUsed + external;
      return Math.abs(before - bytes) < 50_000 ? bytes : used(bytes);
    };
    const columns = Array.from({ length: 200 }, (_, i) => `column${i}`);
    const before = await used();
    const statements = new ObservedStatements();
    const growthAfter = async (from: number, to: number) => {
      for (let i = from; i < to; i += 1) {
        // As long as they may be, each cut from a text that is much longer.
        const sql = `select c${i}, ${columns.join(', ')} from t${'-'.repeat(
          9,
        )}`;
        statements.answered(sql.slice(0, 1_999), syntax, 1, 1, true);
      }
      return (await used()) - before;
    };
    const whenFull = await growthAfter(0, 10_000);
    const growth = await growthAfter(10_000, 100_000);
    expect(statements.slowest(Infinity)).toHaveLength(200);
    expect(growth).toBeLessThan(10_000_000);
    // By then it was full: whatever comes later takes the place of what was there.
    expect(growth - whenFull).toBeLessThan(2_000_000);
  });
});

describe.each(testDatabases)('statements on $name', ({ name, start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterEach(() => database.close());
  afterAll(() => database?.dispose());

  const quoted = (table: string) =>
    name === 'SQLite' ? `\`${table}\`` : `"${table}"`;

  it('are those that the plugin ran, without what it bound or wrote', async () => {
    const { client, observation } = await database.observe();
    await client.schema.createTable('parts', table => {
      table.integer('id').primary();
      table.string('secret');
    });
    const { traffic } = observation;
    const statement = (part: string) =>
      traffic.slowestStatements(50).find(({ text }) => text.startsWith(part));
    /** In a rush not each is looked at. */
    const repeat = async (part: string, run: (i: number) => Promise<unknown>) =>
      until(async () => {
        await run(traffic.queries).catch(() => undefined);
        return statement(part);
      });
    await repeat(`insert into ${quoted('parts')}`, async id =>
      client('parts').insert({ id, secret: 'hunter2' }),
    );
    await repeat('select * from', async () =>
      client.raw("select * from parts where secret = 'hunter2'"),
    );
    await repeat('select id, none', async () =>
      client.raw("select id, none from parts where secret = 'hunter2'"),
    );
    expect(statement('select * from')!.text).toBe(
      'select * from parts where secret = ?',
    );
    expect(statement('select id, none')!.errors).toBeGreaterThan(0);
    expect(JSON.stringify(traffic.slowestStatements(50))).not.toContain(
      'hunter2',
    );
    await client.schema.dropTable('parts');
  });

  it('do not count rows that are there already for errors', async () => {
    const { client, observation } = await database.observe();
    await client.schema.createTable('keys', table => {
      table.integer('id').primary();
      table.integer('other').unique();
    });
    await client('keys').insert({ id: 1, other: 1 });
    for (const row of [
      { id: 1, other: 2 },
      { id: 2, other: 1 },
    ]) {
      await expect(client('keys').insert(row)).rejects.toThrow();
    }
    await expect(client('keys').insert({ none: 1 })).rejects.toThrow();
    const { traffic } = observation;
    expect(traffic).toMatchObject({ errors: 1, duplicates: 2 });
    const errors = traffic
      .slowestStatements(50)
      .reduce((sum, statement) => sum + statement.errors, 0);
    expect(errors).toBe(1);
    await client.schema.dropTable('keys');
  });

  it('are estimated in a rush, and add up to what was counted', async () => {
    const { client, observation } = await database.observe();
    const { traffic } = observation;
    for (let i = 0; i < 6_000; i += 1) {
      await client.raw(`select ${i} as it`);
    }
    const [statement] = traffic.slowestStatements(1);
    expect(statement.text).toBe('select ? as it');
    expect(statement.count).toBeLessThanOrEqual(traffic.queries);
    expect(statement.count).toBeGreaterThan(traffic.queries - 2_100);
    const { count } = traffic.times();
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(traffic.queries);
    expect(statement.estimated).toBe(count < traffic.queries);
  });
});
