import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from './index';

it('gives a port that one can listen on', async () => {
  const server = createServer().listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  expect(server.listening).toBe(true);
  await new Promise(closed => server.close(closed));
});

it('gives no port twice, though nobody listens on the first', async () => {
  const draw = jest.spyOn(Math, 'random');
  draw.mockReturnValueOnce(0.5);
  const first = await freePort();
  draw.mockReturnValueOnce(0.5);
  const second = await freePort();
  draw.mockRestore();
  expect(second).not.toBe(first);
});
