import { valueOf } from 'backstage-plugin-database-health-node';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { mockLogger } from '../__testUtils__/services';
import { engineAdapters } from '../engines';
import { databaseMode } from '../engines/__testUtils__/postgresSubjects';
import { type Subject, unseen } from '../engines/__testUtils__/subject';
import { FailureLog } from '../reading/failureLog';
import { Pulse } from './pulse';
import { readFacts } from '../reading/readFacts';

describe('A process that is busy for longer than any deadline', () => {
  let server: PostgresServer;
  let subject: Subject;

  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    subject = unseen(await databaseMode(server).create('catalog'));
  });
  afterEach(() => subject.dispose());
  afterAll(() => server?.dispose());

  async function busyDuring<T>(work: Promise<T>): Promise<T> {
    setImmediate(() => {
      const end = performance.now() + 6_500;
      while (performance.now() < end) {
        // Busy on purpose.
      }
    });
    return work;
  }

  it('takes the answer to a pulse that came meanwhile', async () => {
    const { observation } = subject;
    const reachability: unknown[] = [];
    const pulse = new Pulse({
      observations: {
        list: () => [observation],
        get: () => observation,
        onMigrationRun() {},
        listFolder: async () => [],
      },
      intervalMs: 15_000,
      failureThreshold: 3,
      failureLog: new FailureLog(mockLogger()),
      pingOf: () => engineAdapters.postgres.ping,
      isBusy: () => false,
      isReadOnly: () => false,
      isNeeded: () => false,
      serverIdOf: () => 'server',
      note: (_, readings) => reachability.push(valueOf(readings.reachability)),
      now: () => Date.now(),
    });
    await busyDuring(pulse.beat());
    expect(reachability).toMatchObject([{ answered: true, failures: 0 }]);
    const [{ tookMs }] = reachability as [{ tookMs: number }];
    expect(tookMs).toBeLessThan(5_000);
  });

  it('takes what a survey was answered meanwhile', async () => {
    const { identity } = await busyDuring(
      readFacts(engineAdapters.postgres, subject.observation, {
        facts: ['identity'],
        signal: new AbortController().signal,
        failureLog: new FailureLog(mockLogger()),
        now: () => Date.now(),
      }),
    );
    expect(identity).toMatchObject({ status: 'read' });
  });
});
