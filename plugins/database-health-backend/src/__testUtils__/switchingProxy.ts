import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that leads to one server after the other, as a failover does it. */
export interface SwitchingProxy {
  readonly port: number;
  /** Breaks what is open and leads there from now on. */
  switchTo(port: number): void;
  dispose(): Promise<void>;
}

export async function startProxy(to: number): Promise<SwitchingProxy> {
  let target = to;
  const open = new Set<Socket>();
  const server = createServer(client => {
    const upstream = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => open.forEach(socket => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    switchTo(port) {
      target = port;
      breakAll();
    },
    async dispose() {
      const closed = once(server, 'close');
      server.close();
      breakAll();
      await closed;
    },
  };
}
