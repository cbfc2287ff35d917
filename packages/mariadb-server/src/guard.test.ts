import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { available } from './index';

const programText = `
require('./src').startMariadb().then(({ port, dataDirectory, pause }) => {
  pause();
  process.stdout.write(JSON.stringify({ port, dataDirectory }));
});
`;

(available ? describe : describe.skip)('MariaDB', () => {
  it('ends a server and deletes its data when who started it is killed', async () => {
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

    program.kill('SIGKILL');
    await once(program, 'close');
    const refuses = () =>
      mysql.createConnection({ host: '127.0.0.1', port }).then(
        () => false,
        ({ code }) => code === 'ECONNREFUSED',
      );
    while (existsSync(dataDirectory) || !(await refuses())) {
      await sleep(50);
    }
    expect(existsSync(dataDirectory)).toBe(false);
  });
});
