/** How often each replica is probed; Kubernetes: `periodSeconds`. */
const probeIntervalMs = 200;

/** Between two requests. */
const requestIntervalMs = 20;

/** What became of the traffic. */
export interface Traffic {
  sent: number;
  /** Requests that were not answered with 200. */
  failed: string[];
  /** Requests to a replica that was probed twice since it was asked to leave. */
  sentToLeaving: string[];
}

/** Sends requests in turn to those replicas whose last probe succeeded, and to no other. */
export class Balancer {
  readonly #probe: string;
  readonly #targets = new Map<
    string,
    { ready: boolean; leaving: boolean; probesWhileLeaving: number }
  >();
  readonly #probing: NodeJS.Timeout;
  #stopped = false;

  /** `probe` is the path of the readiness probe. */
  constructor(probe: string) {
    this.#probe = probe;
    this.#probing = setInterval(() => this.#probeAll(), probeIntervalMs);
  }

  add(url: string): void {
    this.#targets.set(url, {
      ready: false,
      leaving: false,
      probesWhileLeaving: 0,
    });
  }

  remove(url: string): void {
    this.#targets.delete(url);
  }

  /** It is asked to leave now. */
  noteLeaving(url: string): void {
    this.#targets.get(url)!.leaving = true;
  }

  ready(): string[] {
    return [...this.#targets].flatMap(([url, { ready }]) => (ready ? url : []));
  }

  /** Until it is stopped. */
  async sendTraffic(): Promise<Traffic> {
    const traffic: Traffic = { sent: 0, failed: [], sentToLeaving: [] };
    const open: Promise<void>[] = [];
    while (!this.#stopped) {
      const ready = this.ready();
      if (ready.length > 0) {
        const url = ready[traffic.sent % ready.length];
        traffic.sent += 1;
        // The first may have come before the signal did.
        if (this.#targets.get(url)!.probesWhileLeaving > 1) {
          traffic.sentToLeaving.push(url);
        }
        open.push(
          codeOf(`${url}/api/database-health/health/live`).then(code => {
            if (code !== 200) {
              traffic.failed.push(`${url}: ${code}`);
            }
          }),
        );
      }
      await new Promise(resolve => setTimeout(resolve, requestIntervalMs));
    }
    await Promise.all(open);
    return traffic;
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#probing);
  }

  #probeAll(): void {
    for (const [url, target] of this.#targets) {
      const { leaving } = target;
      void codeOf(`${url}${this.#probe}`).then(code => {
        target.ready = code === 200;
        target.probesWhileLeaving += leaving ? 1 : 0;
      });
    }
  }
}

async function codeOf(url: string): Promise<number | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    return String(error);
  }
}
