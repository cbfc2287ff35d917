import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below those that a system hands out itself, to who asks for any port and to the
// near end of every connection: from 32768 on with Linux, 49152 elsewhere.
const leastPort = 15_000;
const mostPort = 32_000;

const host = '127.0.0.1';
const mostDraws = 1_000;
const startAttempts = 5;

/**
 * A TCP port of the loopback interface that nobody listens on, and that no process
 * is given by this function again while this one runs.
 *
 * @public
 */
export async function freePort(): Promise<number> {
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const port =
      leastPort + Math.floor(Math.random() * (mostPort - leastPort + 1));
    if ((await reserve(port)) && (await isFree(port))) {
      return port;
    }
  }
  throw new Error(
    `No TCP port is free from ${leastPort} to ${mostPort} on ${host}`,
  );
}

/**
 * Starts a server on a port that was free a moment ago. Where another process has
 * taken it since, `move` is given another free one, and `start` is called again.
 *
 * @param options - `portTaken` matches the error of a server that found it taken.
 * @throws what `start` throws for any other reason, or for the fifth time.
 *
 * @public
 */
export async function startOnFreePort(
  start: () => Promise<void>,
  options: { portTaken: RegExp; move(port: number): void },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await start();
      return;
    } catch (error) {
      if (attempt === startAttempts || !options.portTaken.test(String(error))) {
        throw error;
      }
      options.move(await freePort());
    }
  }
}

/** Whether nobody listens on a port. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise(closed => server.close(closed));
  }
}

/**
 * Keeps a port from all others who draw one, until this process ends: also before
 * its server listens, and while that is stopped. Marked by the UDP port of the same
 * number, which no server of TCP needs, and which goes with the process.
 */
async function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  try {
    socket.bind({ port, address: host, exclusive: true });
    await once(socket, 'listening');
    return true;
  } catch {
    socket.close();
    return false;
  }
}
