import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { available } from './index';

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Each kind of server has a guard of its own. */
const servers = [
  {
    name: 'PostgreSQL',
    canRun: true,
    start: "require('postgres-server').startPostgres()",
  },
  {
    name: 'MariaDB',
    canRun: available,
    start: "require('./src').startMariadb()",
  },
];

for (const { name, canRun, start } of servers) {
  const programText = `
    ${start}.then(({ port, dataDirectory, pause }) => {
      pause();
      // Servers do not keep who started them alive.
      setInterval(() => {}, 60_000);
      process.stdout.write(JSON.stringify({ port, dataDirectory }));
    });
  `;

  (canRun ? describe : describe.skip)(name, () => {
    it('ends and leaves no data when who started it is killed', async () => {
      const program = spawn(
        process.execPath,
        [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          '--eval',
          programText,
        ],
        { cwd: `${__dirname}/..`, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [told] = await once(program.stdout, 'data');
      const { port, dataDirectory } = JSON.parse(told);
      expect(existsSync(dataDirectory)).toBe(true);
      expect(await isOpen(port)).toBe(true);

      program.kill('SIGKILL');
      await once(program, 'close');
      expect(program.signalCode).toBe('SIGKILL');
      while (existsSync(dataDirectory) || (await isOpen(port))) {
        await sleep(50);
      }
      expect(existsSync(dataDirectory)).toBe(false);
    });
  });
}
