import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, startOnFreePort } from './port';

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

describe('startOnFreePort', () => {
  const portTaken = /in use/;

  it('moves to another port until one is not taken', async () => {
    const ports: number[] = [];
    const start = jest
      .fn<Promise<void>, []>()
      .mockRejectedValueOnce(new Error('address in use'))
      .mockRejectedValueOnce(new Error('address in use'))
      .mockResolvedValueOnce();
    await startOnFreePort(start, {
      portTaken,
      move: port => ports.push(port),
    });
    expect(start).toHaveBeenCalledTimes(3);
    expect(new Set(ports).size).toBe(2);
  });

  it.each([
    ['another error', 'out of memory', 1],
    ['ports that are always taken', 'address in use', 5],
  ])('gives up at %s', async (_, message, attempts) => {
    const start = jest.fn(() => Promise.reject(new Error(message)));
    await expect(
      startOnFreePort(start, { portTaken, move: () => {} }),
    ).rejects.toThrow(message);
    expect(start).toHaveBeenCalledTimes(attempts);
  });
});
