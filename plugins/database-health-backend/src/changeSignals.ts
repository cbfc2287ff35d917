import type { LifecycleService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { changeSignalChannel } from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import { deadline } from './deadline';
import type { IncidentSource } from './incidents';
import type { Judged } from './judging/types';
import type { Picture } from './picture/picture';
import { within } from './within';

/** At most one signal in this time (ours): what comes close together is one change. */
const leastTimeBetweenSignalsMs = 2_000;

/** Whoever passes it on may ask a database, which may hang. */
const publishWithinMs = 5_000;

export interface ChangeSignalsOptions {
  readonly signals: SignalsService;
  /** What a page would show, as far as a change of it is worth asking anew. */
  fingerprint(): string;
}

/**
 * Says to open pages that something has changed, so that they need not wait until they
 * ask again. A broadcast has no permission check: it says that and nothing else. That
 * it fails costs nothing, since pages ask all the same.
 */
export class ChangeSignals {
  readonly #options: ChangeSignalsOptions;
  #timer: NodeJS.Timeout | undefined;
  #publishing = false;
  #lastSentAt = -Infinity;
  #sent: string | undefined;
  #stopped = false;

  constructor(options: ChangeSignalsOptions) {
    this.#options = options;
  }

  /** Something may have changed. */
  note(): void {
    if (this.#timer || this.#publishing || this.#stopped) {
      return;
    }
    const waitedMs = performance.now() - this.#lastSentAt;
    this.#timer = setTimeout(
      () => void this.#publish(),
      Math.max(0, leastTimeBetweenSignalsMs - waitedMs),
    );
    this.#timer.unref();
  }

  /** From now on nothing is said any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #publish(): Promise<void> {
    this.#timer = undefined;
    const now = this.#options.fingerprint();
    if (now === this.#sent) {
      return;
    }
    this.#sent = now;
    this.#lastSentAt = performance.now();
    this.#publishing = true;
    await within(
      deadline(publishWithinMs),
      this.#options.signals.publish({
        recipients: { type: 'broadcast' },
        channel: changeSignalChannel,
        message: { changed: true },
      }),
    ).catch(() => undefined);
    this.#publishing = false;
    // What changed meanwhile was not noted.
    this.note();
  }
}

/** Begins to say when the picture has changed, where somebody in this backend passes it on. */
export function announceChanges(options: {
  readonly signals: SignalsService;
  readonly lifecycle: LifecycleService;
  readonly picture: Picture;
  readonly incidents: IncidentSource;
  readonly pluginIds: readonly string[];
}): void {
  const { signals, lifecycle, picture, incidents } = options;
  if (!options.pluginIds.includes('signals')) {
    return;
  }
  const changes = new ChangeSignals({
    signals,
    fingerprint: () => fingerprintOf(picture, incidents),
  });
  picture.onJudged({
    database: () => changes.note(),
    server: () => changes.note(),
  });
  incidents.onAgreed(() => changes.note());
  lifecycle.addShutdownHook(() => changes.stop());
}

/** Without numbers, which are others with each look. */
function fingerprintOf(picture: Picture, incidents: IncidentSource): string {
  return JSON.stringify([
    picture
      .snapshots()
      .map(snapshot => [
        snapshot.database.pluginId,
        snapshot.surveyedAt,
        valueOf(snapshot.readings.reachability)?.answered,
        ...verdictsOf(snapshot),
      ]),
    picture.servers().map(server => [server.id, ...verdictsOf(server)]),
    incidents.open().map(({ id, severity, cause }) => [id, severity, cause]),
  ]);
}

function verdictsOf({ status, results }: Judged) {
  return [
    status,
    ...results.flatMap(({ findings }) =>
      findings.map(({ key, severity, dismissed }) => [
        key,
        severity,
        dismissed !== undefined,
      ]),
    ),
  ];
}
