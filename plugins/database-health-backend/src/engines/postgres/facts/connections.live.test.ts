import { type PostgresServer, startPostgres } from 'postgres-server';
import { Client } from 'pg';
import {
  asSuperuser,
  databaseMode,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may connect chooses the name of a session: it is cut to 63 bytes by the
// server, and counted for the plugin that it names. A table of theirs is never read.
describe.each([14, 18] as const)('Connections of PostgreSQL %i', major => {
  let server: PostgresServer;
  let subject: Subject;
  const opened: Client[] = [];

  beforeAll(async () => {
    server = await startPostgres({
      major,
      settings: { max_connections: '130' },
    });
    await asSuperuser(
      server,
      `create role limited login createdb password 'limited' connection limit 120`,
    );
    subject = await databaseMode(server, {
      user: 'limited',
      password: 'limited',
    }).create('catalog');
  });
  afterAll(async () => {
    await Promise.all(opened.map(each => each.end()));
    await subject?.dispose();
    await server?.dispose();
  });

  it('are all counted, and of many names those with the most are told', async () => {
    await subject.client.raw('select 1');
    for (let i = 0; i < 107; i += 1) {
      const name = i < 2 ? 'zzz' : `n${i}${'x'.repeat(200)}`;
      const client = new Client({
        ...server.connection(subject.identity.name),
        user: 'limited',
        password: 'limited',
        application_name: `backstage_plugin_${name}`,
      });
      opened.push(client);
      await client.connect();
    }
    const told = await readFact(subject, 'connections');
    expect(told.used).toBeGreaterThanOrEqual(108);
    expect(told.byPlugin).toHaveLength(100);
    expect(told.byPlugin![0]).toEqual({ pluginId: 'zzz', used: 2 });
    expect(
      told.byPlugin!.every(({ pluginId }) => (pluginId ?? '').length <= 63),
    ).toBe(true);
    expect(told.byLimitedRole).toMatchObject([
      { name: 'limited', used: told.used, limit: 120 },
    ]);
    expect(told.byLimitedRole![0].pluginIds).toHaveLength(100);
  });
});
