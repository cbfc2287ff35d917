import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that leads to one server after the other, as a failover does it. */
export interface SwitchingProxy {
  readonly port: number;
  /** Loses what is sent over what is open, and tells neither end. */
  forgetOpen(): void;
  /** Likewise, and accepts more of which it hands nothing on, until it is switched. */
  answerNobody(): void;
  /** Breaks what is open and leads there from now on. */
  switchTo(port: number): void;
  dispose(): Promise<void>;
}

export async function startProxy(to: number): Promise<SwitchingProxy> {
  let target: number | undefined = to;
  const open = new Set<Socket>();
  const server = createServer(client => {
    if (target === undefined) {
      open.add(
        client.on('error', () => {}).on('close', () => open.delete(client)),
      );
      client.resume();
      return;
    }
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
  const forgetOpen = () =>
    open.forEach(socket => {
      socket.unpipe();
      socket.resume();
    });
  const breakAll = () => open.forEach(socket => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    forgetOpen,
    answerNobody() {
      target = undefined;
      forgetOpen();
    },
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
