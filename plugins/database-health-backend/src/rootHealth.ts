import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { HealthStatus } from './judging/readiness';

/** What answers whether this backend is ready, from memory. */
export interface ReadinessSource {
  readiness(): HealthStatus;
}

/** Where the plugin leaves what answers, for who is asked before it has started. */
export class ReadinessHolder {
  #source: ReadinessSource | undefined;

  use(source: ReadinessSource): void {
    this.#source = source;
  }

  /** Where the plugin does not run, nothing of it keeps traffic away. */
  readiness(): HealthStatus {
    return this.#source?.readiness() ?? 'pass';
  }
}

/** One for the whole backend; it leads to no database. */
export const readinessHolderServiceRef = createServiceRef<ReadinessHolder>({
  id: 'database-health.readiness',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new ReadinessHolder(),
    }),
});

/**
 * Backstage's own health service, with ours in its readiness: then
 * `/.backstage/health/v1/readiness` is 503 whenever `/health/ready` is. It is not
 * part of the feature, since it takes the place of that of a whole portal:
 * `backend.add(databaseHealthRootHealthServiceFactory)`.
 *
 * @public
 */
export const databaseHealthRootHealthServiceFactory = createServiceFactory({
  service: coreServices.rootHealth,
  deps: {
    lifecycle: coreServices.rootLifecycle,
    holder: readinessHolderServiceRef,
  },
  factory({ lifecycle, holder }) {
    // The class of Backstage's own factory is not exported: what it does is done here.
    let whyNot: string | undefined = 'Backend has not started yet';
    lifecycle.addStartupHook(() => {
      whyNot = undefined;
    });
    lifecycle.addBeforeShutdownHook(() => {
      whyNot = 'Backend is shutting down';
    });
    return {
      async getLiveness() {
        return { status: 200, payload: { status: 'ok' } };
      },
      async getReadiness() {
        const message =
          whyNot ??
          (holder.readiness() === 'fail'
            ? 'Database Health says that this backend is not ready'
            : undefined);
        return message
          ? { status: 503, payload: { message, status: 'error' } }
          : { status: 200, payload: { status: 'ok' } };
      },
    };
  },
});
