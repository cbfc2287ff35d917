import {
  type Alertmanager,
  alertmanagerAvailable,
  startAlertmanager,
} from '../../__testUtils__/monitoring/alertmanager';
import { alertsOf, readRules } from '../../__testUtils__/monitoring/files';
import {
  type Receiver,
  startReceiver,
} from '../../__testUtils__/monitoring/receiver';
import { eventually } from '../../__testUtils__/eventually';

const alerts = alertsOf(readRules());
const prefix = 'BackstageDatabase';

/** All alerts of the rules as they fire for one plugin in one replica. */
function firing(server: string, plugin: string): Record<string, string>[] {
  return alerts.map(({ alert, labels }) => {
    const where = { alertname: alert, ...labels, job: 'backstage', server };
    switch (alert) {
      case `${prefix}ServerDown`:
      case `${prefix}ServerConnections`:
        return where;
      case `${prefix}HealthAbsent`:
        return { alertname: alert, ...labels };
      case `${prefix}CheckCritical`:
        return { ...where, plugin, check: 'migrations-failed' };
      case `${prefix}DownInReplica`:
      case `${prefix}PoolExhausted`:
      case `${prefix}PoolTimeouts`:
        return { ...where, plugin, instance: 'one' };
      default:
        return { ...where, plugin };
    }
  });
}

(alertmanagerAvailable ? describe : describe.skip)('inhibition', () => {
  let receiver: Receiver;
  let alertmanager: Alertmanager;

  beforeEach(async () => {
    receiver = await startReceiver();
    alertmanager = await startAlertmanager(receiver.url);
  });

  afterEach(async () => {
    await alertmanager.dispose();
    await receiver.dispose();
  });

  /** What is told of all that fires but these, without the prefix. */
  async function getsThrough(...without: string[]): Promise<string[]> {
    const posted = firing('one', 'catalog').filter(
      ({ alertname, severity }) =>
        !without.includes(alertname.slice(prefix.length)) &&
        // Of two with one name the worse.
        !(alertname === `${prefix}ServerConnections` && severity === 'warning'),
    );
    await alertmanager.post(posted.map(labels => ({ labels })));
    return eventually(async () => {
      const known = await alertmanager.alerts();
      expect(known).toHaveLength(posted.length);
      return known
        .filter(({ status }) => status.inhibitedBy.length === 0)
        .map(({ labels }) => labels.alertname.slice(prefix.length))
        .sort();
    });
  }

  it('tells of a server that is down, and of nothing else of it', async () => {
    expect(await getsThrough()).toEqual(['HealthAbsent', 'ServerDown']);
    await eventually(async () => {
      expect(
        new Set(receiver.told().map(each => each.labels.alertname)),
      ).toEqual(new Set([`${prefix}HealthAbsent`, `${prefix}ServerDown`]));
    });
    // Another server, or another portal, has troubles of its own.
    const others = [
      { ...firing('two', 'catalog')[1] },
      { ...firing('one', 'catalog')[1], namespace: 'other' },
    ];
    await alertmanager.post(others.map(labels => ({ labels })));
    await eventually(async () => {
      const known = await alertmanager.alerts();
      const through = known.filter(
        ({ labels, status }) =>
          labels.alertname === `${prefix}Down` &&
          status.inhibitedBy.length === 0,
      );
      expect(through).toHaveLength(2);
    });
  });

  it('tells of a database that is down, and of nothing else of it', async () => {
    expect(await getsThrough('ServerDown', 'ServerConnections')).toEqual([
      'Down',
      'HealthAbsent',
    ]);
  });

  it('tells of a server that is full, and of none that it lets in no more', async () => {
    expect(await getsThrough('ServerDown', 'Down')).toEqual([
      'HealthAbsent',
      'MigrationLockStale',
      'MigrationsMissing',
      'ServerConnections',
    ]);
  });

  it('tells of a replica that is cut off and of a lock, not of their symptoms', async () => {
    expect(
      await getsThrough('ServerDown', 'ServerConnections', 'Down'),
    ).toEqual([
      'DownInReplica',
      'HealthAbsent',
      'MigrationLockStale',
      'MigrationsMissing',
    ]);
  });

  it('tells of a full pool, not of its symptoms', async () => {
    expect(
      await getsThrough(
        'ServerDown',
        'ServerConnections',
        'Down',
        'DownInReplica',
        'MigrationLockStale',
      ),
    ).toEqual([
      'CheckCritical',
      'HealthAbsent',
      'MigrationsMissing',
      'MigrationsPending',
      'PoolExhausted',
    ]);
  });
});
