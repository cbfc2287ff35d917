import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const giveUpAfterMs = 30_000;

/**
 * Lets the memory of a process be measured that is started with this environment:
 * what it holds, whatever the collector has not got round to.
 */
export function heldBytesOf(): {
  readonly env: Record<string, string>;
  read(pid: number): Promise<number>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'bench-heap-'));
  const file = join(folder, 'bytes');
  return {
    env: {
      NODE_OPTIONS: `--require=${join(__dirname, 'heapOnSignal.cjs')}`,
      HEAP_FILE: file,
    },
    async read(pid) {
      rmSync(file, { force: true });
      process.kill(pid, 'SIGUSR2');
      for (const giveUpAt = Date.now() + giveUpAfterMs; !existsSync(file); ) {
        if (Date.now() > giveUpAt) {
          throw new Error('The process does not say how much memory it holds');
        }
        await sleep(50);
      }
      return Number(readFileSync(file, 'utf8'));
    },
  };
}
