import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'postgres-server';
import { type Asking, asking } from '../asking';
import { eventually } from '../eventually';
import { root } from '../monitoring/files';
import { setUps, type Variables } from './folder';

const token = 'token-of-the-tests';
const startTimeoutMs = 180_000;

/** The portal of this repository, in a process of its own. */
export interface WholePortal extends Asking {
  /** What it has written so far, on both streams. */
  output(): string;
  dispose(): Promise<void>;
}

/**
 * Starts it upon `app-config.yaml` with that of a set-up.
 *
 * @throws Error with what it wrote when it does not get ready.
 */
export async function startWholePortal(
  folder: string,
  env: Variables,
): Promise<WholePortal> {
  const port = await freePort();
  const temporary = mkdtempSync(join(tmpdir(), 'portal-'));
  const overlay = join(temporary, 'app-config.yaml');
  // YAML holds whatever JSON holds.
  writeFileSync(
    overlay,
    JSON.stringify({
      backend: {
        auth: {
          externalAccess: [
            { type: 'static', options: { token, subject: 'tests' } },
          ],
        },
      },
    }),
  );
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...[
        join(root, 'app-config.yaml'),
        join(setUps, folder, 'app-config.yaml'),
        overlay,
      ].flatMap(file => ['--config', file]),
    ],
    {
      cwd: join(root, 'packages/backend'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...env,
        NODE_ENV: 'development',
        BACKEND_PORT: String(port),
      },
    },
  );
  let output = '';
  const add = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  const dispose = async () => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGKILL')) {
      await ended;
    }
    rmSync(temporary, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(async () => {
      const isOver = child.exitCode !== null;
      const ready = `${url}/.backstage/health/v1/readiness`;
      if (!isOver && !(await fetch(ready)).ok) {
        throw new Error('It is not ready');
      }
    }, startTimeoutMs);
    if (child.exitCode !== null) {
      throw new Error('It has ended');
    }
  } catch (error) {
    await dispose();
    throw new Error(`The portal does not get ready: ${error}\n${output}`);
  }
  return { ...asking(url, token), output: () => output, dispose };
}
