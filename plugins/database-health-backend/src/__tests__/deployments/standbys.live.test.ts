import {
  describeSetUps,
  type SetUp,
} from '../../__testUtils__/setUps/describeSetUps';
import {
  databasesOf,
  onOneServer,
} from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';
import {
  startStandby,
  untilReplayed,
} from '../../__testUtils__/setUps/standby';
import {
  startProxy,
  type SwitchingProxy,
} from '../../__testUtils__/switchingProxy';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** A proxy in front of a primary, which leads to its standby in the end. */
function failover(): SetUp {
  let primary: PostgresTruth;
  let standby: PostgresTruth;
  let proxy: SwitchingProxy;
  return {
    folder: 'failover',
    async prepare(use) {
      primary = use(await PostgresTruth.start());
      const prepared = await onOneServer(primary, 'postgres');
      standby = use(await startStandby(primary));
      proxy = use(await startProxy(primary.server.port));
      return {
        ...prepared,
        env: { ...prepared.env, POSTGRES_PORT: String(proxy.port) },
      };
    },
    async expectAlso({ portal }) {
      await untilReplayed(primary);
      const before = await portal.overview();
      await primary.server.stop();
      proxy.switchTo(standby.server.port);
      await portal.eventually(async () => {
        const { servers, findings } = await portal.overview();
        expect(servers).toMatchObject([{ role: 'standby' }]);
        expect(findings).toContainEqual(
          expect.objectContaining({
            checkId: 'server-read-only',
            severity: 'critical',
          }),
        );
      });
      await standby.run('select pg_promote()');
      await portal.eventually(async () => {
        const { databases, servers, findings } = await portal.overview();
        expect(servers).toMatchObject([{ role: 'primary' }]);
        // What has failed meanwhile is still told.
        expect(
          findings.filter(({ severity }) => severity === 'critical'),
        ).toEqual([]);
        expect(
          databases.map(({ id, migrations }) => [id, migrations?.applied]),
        ).toEqual(
          before.databases.map(({ id, migrations }) => [
            id,
            migrations?.applied,
          ]),
        );
      });
    },
  };
}

describeSetUps([
  {
    folder: 'standby',
    async prepare(use) {
      const primary = use(await PostgresTruth.start());
      const prepared = await onOneServer(primary, 'postgres');
      await primary.run(
        'create database backstage_plugin_search owner backstage',
      );
      const standby = use(await startStandby(primary));
      const places = databasesOf(primary);
      return {
        ...prepared,
        troubles: ['read-only', 'server-read-only'],
        env: {
          ...prepared.env,
          STANDBY_HOST: standby.server.host,
          STANDBY_PORT: String(standby.server.port),
        },
        places: { ...places, search: { ...places.search, server: standby } },
      };
    },
    async expectAlso({ portal }) {
      const { databases, servers } = await portal.overview();
      const { serverId } = databases.find(({ id }) => id === 'search')!;
      expect(servers.find(({ id }) => id === serverId)!.role).toBe('standby');
    },
  },
  failover(),
]);
