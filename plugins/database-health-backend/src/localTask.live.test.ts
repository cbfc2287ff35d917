import {
  coreServices,
  createBackendPlugin,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { eventually } from './__testUtils__/eventually';
import { localTasks, type LocalTask } from './localTask';

describe('a task of this process, by the scheduler of Backstage', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let scheduler: SchedulerService;
  const logger = mockServices.logger.mock();
  const run = (task: Pick<LocalTask, 'id' | 'work'>) =>
    localTasks({ scheduler, logger })({
      everyMs: 10,
      deadlineMs: 100,
      ...task,
    });

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        schedulerServiceFactory,
        createBackendPlugin({
          pluginId: 'tasks',
          register: env =>
            env.registerInit({
              deps: { given: coreServices.scheduler },
              async init({ given }) {
                scheduler = given;
              },
            }),
        }),
      ],
    });
  });
  beforeEach(() => logger.warn.mockClear());
  afterAll(() => backend?.stop());

  it('goes on after a run that never ends, and says so once', async () => {
    let runs = 0;
    await run({
      id: 'stuck',
      work() {
        runs += 1;
        return new Promise(() => {});
      },
    });
    await eventually(async () => expect(runs).toBeGreaterThan(2));
    expect(logger.warn.mock.calls).toEqual([
      [
        "The task 'stuck' of database-health failed, and goes on: a run has not ended after 0.1 s.",
      ],
    ]);
  });

  it('goes on after a failure, and tells again what failed again after a success', async () => {
    const outcomes = ['fails', 'fails', 'works', 'fails'];
    await run({
      id: 'failing',
      async work() {
        if (outcomes.shift() === 'fails') {
          throw new Error('It fails');
        }
      },
    });
    await eventually(async () => expect(outcomes).toEqual([]));
    expect(logger.warn.mock.calls).toEqual(
      Array(2).fill([
        "The task 'failing' of database-health failed, and goes on: Error: It fails",
      ]),
    );
  });
});
