import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from 'backstage-plugin-database-health-node';
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
    const ms = await timeRoundTrip(on('postgres'), () => sleep(200));
    expect(ms).toBeGreaterThan(100);
  });

  it('takes off the time in which the process was too busy', async () => {
    const startMs = performance.now();
    const ms = await timeRoundTrip(on('postgres'), answerWhileBusy);
    const tookMs = performance.now() - startMs;
    expect(tookMs - ms).toBeGreaterThan(350);
  });

  it('takes nothing off where the process itself is the database', async () => {
    const ms = await timeRoundTrip(on('sqlite'), async () => block(100));
    expect(ms).toBeGreaterThanOrEqual(100);
  });
});
