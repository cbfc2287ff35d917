import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from '../observation/types';
import { eventually } from '../__testUtils__/eventually';
import { timeRoundTrip } from './roundTrip';

function on(engine: 'postgres' | 'sqlite') {
  return { configured: { engine } } as Observation;
}

function block(ms: number) {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    // Busy on purpose.
  }
}

/** An answer that is there at once, while the process is busy for a while. */
async function answerWhileBusy() {
  const answer = sleep(5);
  await sleep(1);
  block(400);
  await answer;
}

describe('timeRoundTrip', () => {
  it('times what is waited for', async () => {
    // Until nothing but the wait keeps this process for so long.
    await eventually(async () => {
      const { answer, tookMs } = await timeRoundTrip(on('postgres'), () =>
        sleep(200, 'here'),
      );
      expect(answer).toBe('here');
      expect(tookMs).toBeGreaterThan(100);
    });
  });

  it('takes off the time in which the process was too busy', async () => {
    const startMs = performance.now();
    const { tookMs } = await timeRoundTrip(on('postgres'), answerWhileBusy);
    const wholeMs = performance.now() - startMs;
    expect(wholeMs - tookMs).toBeGreaterThan(350);
  });

  it('takes nothing off where the process itself is the database', async () => {
    const { tookMs } = await timeRoundTrip(on('sqlite'), async () =>
      block(100),
    );
    expect(tookMs).toBeGreaterThanOrEqual(100);
  });
});
