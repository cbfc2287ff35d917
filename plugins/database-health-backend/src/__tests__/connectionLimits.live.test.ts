import { type Portal, startPortal } from '../__testUtils__/portal';
import {
  type SharedServer,
  startSharedServer,
} from '../__testUtils__/sharedServer';

const reporting = { user: 'reporting', password: 'reporting' };
/** More than a third of what the server has, for each of three plugins. */
const poolMax = 40;

describe('Limits of connections', () => {
  let server: SharedServer;
  let portal: Portal;

  beforeAll(async () => {
    server = await startSharedServer();
    await server.admin.raw(
      `create role reporting login password 'reporting' connection limit 2`,
    );
    portal = await startPortal({
      database: { ...server.database, knexConfig: { pool: { max: poolMax } } },
    });
    await portal.survey();
  });
  afterEach(() => server.disconnect());
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  const findingsOf = async (checkId: string) =>
    (await portal.overview()).findings.filter(each => each.checkId === checkId);

  /** Two pulses: what is to be seen was seen by one that began later. */
  async function lookedAt() {
    const generatedAt = async () => {
      const { checks } = await portal.detail('inventory');
      expect(
        checks.find(({ checkId }) => checkId === 'server-connections')?.status,
      ).not.toBe('unknown');
      return (await portal.overview()).databases
        .map(({ checkedAt }) => checkedAt)
        .join();
    };
    for (let looks = 0; looks < 3; looks += 1) {
      const before = await generatedAt();
      await portal.eventually(async () =>
        expect(await generatedAt()).not.toBe(before),
      );
    }
  }

  it('concern no role of others, wherever it is connected', async () => {
    await server.connect({ ...reporting, database: 'postgres' });
    await server.connect({
      ...reporting,
      database: 'backstage_plugin_inventory',
    });
    await expect(
      server.connect({ ...reporting, database: 'postgres' }),
    ).rejects.toMatchObject({ code: '53300' });
    await lookedAt();
    expect(await findingsOf('database-connection-limit')).toEqual([]);
  });

  it('concern the role of plugins, whose name and line are for those who see details', async () => {
    let line: string | undefined;
    await portal.eventually(async () => {
      // Pools let go of what they do not need, so those in use may become fewer.
      const { rows } = await server.admin.raw(
        `select count(*)::int as used from pg_stat_activity where usename = 'portal'`,
      );
      await server.admin.raw(
        `alter role portal connection limit ${rows[0].used}`,
      );
      const [finding] = await findingsOf('database-connection-limit');
      expect(finding).toMatchObject({
        severity: 'critical',
        object: 'role',
        message: expect.stringMatching(
          /^\d+ of the \d+ connections that the role of .*inventory.* may have are in use\.$/,
        ),
      });
      line = finding.remedy.sql;
      expect(line).toMatch(/^alter role "portal" connection limit \d+;$/);
    });
    await server.admin.raw(line!);
    await portal.eventually(async () =>
      expect(await findingsOf('database-connection-limit')).toEqual([]),
    );
  });

  it('of the server are information while they are far, a warning once half was in use, and critical when near', async () => {
    await portal.eventually(async () => {
      const [finding] = await findingsOf('connection-budget');
      expect(finding).toMatchObject({
        severity: 'info',
        message: expect.stringMatching(
          /^Together the pools may open (80|120) connections|The most that was in use since .* UTC is \d+\.$/,
        ),
      });
    });
    expect(
      (await portal.overview()).findings.map(each => each.severity),
    ).toEqual(['info']);
    for (let others = 0; others < 49; others += 1) {
      await server.connect();
    }
    await portal.eventually(async () =>
      expect(await findingsOf('connection-budget')).toMatchObject([
        { severity: 'warning' },
      ]),
    );
    for (let others = 0; others < 35; others += 1) {
      await server.connect();
    }
    await portal.eventually(async () =>
      expect(await findingsOf('server-connections')).toMatchObject([
        { severity: 'critical' },
      ]),
    );
    await server.disconnect();
    await portal.eventually(async () =>
      expect(await findingsOf('server-connections')).toEqual([]),
    );
    // The peak is of 7 days.
    expect(await findingsOf('connection-budget')).toMatchObject([
      { severity: 'warning' },
    ]);
  });
});
