import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { Client } from 'pg';
import { freePort } from 'postgres-server';
import { type PortalDatabase, postgresDatabase } from '../../scripts/database';

/** A test with a folder that stands for the checkout. */
const test = base.extend<{ checkout: string }>({
  checkout: async ({}, use) => {
    // Not below root's own temporary folder, which PostgreSQL may not enter.
    const checkout = mkdtempSync('/tmp/checkout-');
    chmodSync(checkout, 0o755);
    await use(checkout);
    rmSync(checkout, { recursive: true, force: true });
  },
});

/** Asks the server as the portal would. */
async function ask({ env }: PortalDatabase, sql: string): Promise<object[]> {
  const client = new Client({
    host: env.POSTGRES_HOST,
    port: Number(env.POSTGRES_PORT),
    user: env.POSTGRES_USER,
    password: env.POSTGRES_PASSWORD,
    database: 'postgres',
  });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('POSTGRES_PORT says where the embedded server listens, which keeps its data', async ({
  checkout,
}) => {
  const port = await freePort();
  const start = () =>
    postgresDatabase(checkout, { POSTGRES_PORT: String(port) });
  const first = await start();
  expect(first.description).toContain(`PostgreSQL 18 at 127.0.0.1:${port},`);
  expect(first.description).toContain(join(checkout, '.data'));
  try {
    await ask(first, 'create table kept as select 42 as answer');
    await expect(start()).rejects.toThrow(
      `Port ${port} for PostgreSQL is taken. Stop what listens there, or choose another: POSTGRES_PORT=<port> npm start`,
    );
  } finally {
    await first.stop();
  }
  await expect(ask(first, 'select 1')).rejects.toThrow('ECONNREFUSED');

  const second = await start();
  try {
    expect(await ask(second, 'select answer from kept')).toEqual([
      { answer: 42 },
    ]);
  } finally {
    await second.stop();
  }
});

test('with POSTGRES_HOST that server is used and none is started', async ({
  checkout,
}) => {
  const of = (env: NodeJS.ProcessEnv) =>
    postgresDatabase(checkout, { POSTGRES_HOST: 'db.example.com', ...env });
  expect((await of({})).description).toBe('PostgreSQL at db.example.com:5432');
  const other = await of({ POSTGRES_PORT: '5433' });
  expect(other.description).toBe('PostgreSQL at db.example.com:5433');
  expect(other.env).toEqual({});
  await expect(of({ POSTGRES_PORT: 'abc' })).rejects.toThrow(
    'POSTGRES_PORT has to be a whole number from 1 to 65535, and is "abc"',
  );
  expect(readdirSync(checkout)).toEqual([]);
});
