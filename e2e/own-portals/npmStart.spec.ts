import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from 'postgres-server';
import { root } from '../../scripts/places';
import { assertPortIsFree } from '../../scripts/ports';
import {
  type GroupOptions,
  type ProcessGroup,
  startGroup,
  startNodeGroup,
} from '../../scripts/processGroup';
import { waitUntil } from '../../scripts/readiness';
import { openOutputLog } from '../outputLog';
import { readAsGuest } from '../survey';

// It compiles the app: 20 s on two cores, on a busy machine minutes.
const startTimeoutMs = 10 * 60_000;
const endTimeoutMs = 60_000;

/** `npm start -- --sqlite`, as somebody says it in a terminal. */
const npmStart = (options: GroupOptions) =>
  startGroup('npm', ['start', '--', '--sqlite'], options);

/** What that ends in, once Node and all packages are there. */
const startProgram = (options: GroupOptions) =>
  startNodeGroup(
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(root, 'scripts', 'start.ts'),
      '--sqlite',
    ],
    options,
  );

function start(
  run: (options: GroupOptions) => ProcessGroup,
  name: string,
  env: Record<string, string>,
) {
  const log = openOutputLog(`npm-start-${name}`);
  const mark = randomUUID();
  const program = run({
    cwd: root,
    env: {
      ...process.env,
      // What the portal is started with, not what these tests are.
      NODE_ENV: undefined,
      CI: undefined,
      GUEST_USER: undefined,
      NPM_START_SPEC: mark,
      ...env,
    },
    output: log.descriptor,
  });
  return {
    program,
    log: log.read,
    /** The living processes of all that was started, also by each other. */
    processes: () =>
      readdirSync('/proc').filter(pid => {
        try {
          return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
        } catch {
          return false; // It is no process, or has ended since.
        }
      }),
  };
}

test('npm start serves the portal until Ctrl-C, and leaves nothing behind', async () => {
  test.skip(process.platform !== 'linux', 'The processes are told by /proc');
  test.setTimeout(startTimeoutMs + 2 * endTimeoutMs);
  const appPort = await freePort();
  const backendPort = await freePort();
  const { program, log, processes } = start(npmStart, 'sqlite', {
    APP_PORT: String(appPort),
    BACKEND_PORT: String(backendPort),
  });
  try {
    const address = `http://localhost:${appPort}/database-health`;
    await waitUntil(async () => log().includes('Stop      Ctrl-C'), {
      timeoutMs: startTimeoutMs,
      isOver: program.isOver,
    });
    expect(log()).toContain(
      `Open      ${address}\nDatabase  SQLite in memory: nothing is kept\n`,
    );

    expect(await (await fetch(address)).text()).toContain('<div id="root">');
    await expect(async () => {
      const { databases } = await readAsGuest(
        { url: `http://localhost:${backendPort}`, log },
        '/overview',
      );
      expect(databases.map(({ pluginId }) => pluginId)).toContain('catalog');
      expect(databases.every(({ engine }) => engine === 'sqlite')).toBe(true);
    }).toPass({ timeout: endTimeoutMs });

    // A terminal sends it to every process of the group in the foreground.
    process.kill(-program.child.pid!, 'SIGINT');
    await program.ended;
    await expect.poll(processes, { timeout: endTimeoutMs }).toEqual([]);
    // A process loses its environment before its ports when it ends.
    await expect(async () => {
      await assertPortIsFree(appPort, 'the app', 'APP_PORT');
      await assertPortIsFree(backendPort, 'the backend', 'BACKEND_PORT');
    }).toPass({ timeout: endTimeoutMs });
  } finally {
    await program.stop();
    // What a defect would leave to those who come after it.
    processes().forEach(pid => process.kill(Number(pid), 'SIGKILL'));
  }
});

test('a port that is taken is named, with the variable for another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { program, log } = start(startProgram, 'taken', {
    APP_PORT: String(await freePort()),
    BACKEND_PORT: String(port),
  });
  expect(await program.ended).toBe(1);
  server.close();
  expect(log()).toBe(
    `Port ${port} for the backend is taken. Stop what listens there, or choose another: BACKEND_PORT=<port> npm start\n`,
  );
});

test('a port that is none is not called taken', async () => {
  const { program, log } = start(startProgram, 'wrong', { APP_PORT: '3000x' });
  expect(await program.ended).toBe(1);
  expect(log()).toBe(
    'APP_PORT has to be a whole number from 1 to 65535, and is "3000x"\n',
  );
});
