import {
  factCatalogue,
  type Readings,
} from 'backstage-plugin-database-health-node';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { mockLogger } from '../__testUtils__/services';
import { engineAdapters } from '../engines';
import { databaseMode } from '../engines/__testUtils__/postgresSubjects';
import type { Subject } from '../engines/__testUtils__/subject';
import { FailureLog } from '../reading/failureLog';
import { Survey } from './survey';

describe('Surveys of plugin databases on one server', () => {
  const intervalMs = 600_000;
  let server: PostgresServer;
  let subjects: Subject[];

  beforeAll(async () => {
    server = await startPostgres();
    const { create } = databaseMode(server);
    subjects = [await create('one'), await create('other'), await create('x')];
  });
  afterAll(async () => {
    await Promise.all(subjects.map(subject => subject.dispose()));
    await server?.dispose();
  });

  it('read what is of the whole server once per round, and again on request', async () => {
    let now = Date.now();
    let round: Readings[] = [];
    let readAt: number | undefined;
    const survey = new Survey({
      observations: {
        list: () => subjects.map(({ observation }) => observation),
        get: () => undefined,
        onMigrationRun() {},
        listFolder: async () => [],
      },
      catalogue: factCatalogue,
      databasesOf: () => [],
      coveredBy: ({ configured }) => configured.address,
      lastReadAt: () => readAt,
      intervalMs,
      retryAfterMs: 60_000,
      failureLog: new FailureLog(mockLogger()),
      adapterFor: ({ configured }) => engineAdapters[configured.engine],
      claim: async () => true,
      giveUp: async () => {},
      finish: async () => {},
      complete: async (_, readings) => readings,
      note(_, readings) {
        round.push(readings);
        readAt = readings.neighbours?.at ?? readAt;
      },
      isUnsettled: () => false,
      answeringSince: () => 0,
      now: () => now,
    });
    const take = async () => {
      round = [];
      expect(await survey.run(new AbortController().signal)).toBe(3);
      expect(round.every(({ size }) => size?.status === 'read')).toBe(true);
      return round.filter(({ neighbours }) => neighbours?.status === 'read');
    };
    expect(await take()).toHaveLength(1);
    now += 60_000;
    survey.request();
    expect(await take()).toHaveLength(1);
    now += intervalMs;
    expect(await take()).toHaveLength(1);
  });
});
