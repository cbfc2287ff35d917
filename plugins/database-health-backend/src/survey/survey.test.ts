import { factCatalogue } from 'backstage-plugin-database-health-node';
import { mockLogger } from '../__testUtils__/services';
import { engineAdapters } from '../engines';
import { sqliteMemory } from '../engines/__testUtils__/sqliteSubjects';
import type { Subject } from '../engines/__testUtils__/subject';
import { FailureLog } from '../reading/failureLog';
import { Survey, type SurveyOptions } from './survey';

const minuteMs = 60_000;

const migrationSource = {
  getMigrations: async () => ['first'],
  getMigrationName: (name: string) => name,
  getMigration: async () => ({ up: async () => {}, down: async () => {} }),
};

/** Surveys of one plugin database by one replica, alone. */
function surveyOf(
  { observation }: Subject,
  options: Pick<SurveyOptions, 'answeringSince' | 'now'> &
    Partial<SurveyOptions>,
) {
  return new Survey({
    observations: {
      list: () => [observation],
      get: () => observation,
      onMigrationRun() {},
      listFolder: async () => [],
    },
    catalogue: factCatalogue,
    databasesOf: () => [],
    coveredBy: each => each.pluginId,
    lastReadAt: () => undefined,
    intervalMs: 10 * minuteMs,
    retryAfterMs: minuteMs,
    failureLog: new FailureLog(mockLogger()),
    adapterFor: ({ configured }) => engineAdapters[configured.engine],
    claim: async () => true,
    giveUp: async () => {},
    finish: async () => {},
    complete: async (_, readings) => readings,
    note() {},
    isUnsettled: () => false,
    ...options,
  });
}

describe('Surveys while the clock is put back', () => {
  let subject: Subject;
  let now: number;

  beforeEach(async () => {
    subject = await sqliteMemory().create('catalog');
    await subject.client.migrate.latest({ migrationSource });
    now = Date.now() + minuteMs;
  });
  afterEach(() => subject.dispose());

  function start() {
    const began = now;
    return surveyOf(subject, {
      answeringSince: () => began,
      now: () => now,
    });
  }

  it('go on, one per interval', async () => {
    const { signal } = new AbortController();
    const survey = start();
    survey.request();
    now += 1;
    expect(await survey.run(signal)).toBe(1);
    expect(await survey.run(signal)).toBe(0);

    now -= 60 * minuteMs;
    const taken: number[] = [];
    // The interval is shorter by up to a tenth.
    for (let minute = 0; minute < 9; minute += 1) {
      taken.push(await survey.run(signal));
      now += minuteMs;
    }
    expect(taken).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('A survey that finds no free connection', () => {
  it('is not taken, and is due again with the next pulse', async () => {
    const subject = await sqliteMemory().create('catalog');
    const { client } = subject;
    const { signal } = new AbortController();
    let now = Date.now();
    const noted: string[] = [];
    const survey = surveyOf(subject, {
      giveUp: async () => void noted.push('given up'),
      finish: async () => void noted.push('finished'),
      note: () => noted.push('noted'),
      answeringSince: () => 0,
      now: () => now,
    });

    const held = await client.client.acquireConnection();
    expect(await survey.run(signal)).toBe(0);
    expect(noted.splice(0)).toEqual(['given up']);
    now += minuteMs - 1;
    expect(await survey.run(signal)).toBe(0);
    expect(noted).toEqual([]);
    now += 1;
    expect(await survey.run(signal)).toBe(0);
    expect(noted.splice(0)).toEqual(['given up']);

    await client.client.releaseConnection(held);
    now += minuteMs;
    expect(await survey.run(signal)).toBe(1);
    expect(noted.splice(0)).toEqual(['noted', 'finished']);
    now += minuteMs;
    expect(await survey.run(signal)).toBe(0);
    await subject.dispose();
  });
});
