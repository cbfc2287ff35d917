import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { type Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Names the plugin whose entity it is: its id, as in `backend.database.plugin`. */
export const pluginIdAnnotation = 'database-health/plugin-id';

/** The catalog may be what is down; nobody is told while it is waited for. */
const catalogDeadlineMs = 3_000;

/** Who owns plugins, as the catalog says, or said when it last answered. */
export class Owners {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'getEntities'>;
  readonly #logger: LoggerService;
  readonly #known = new Map<string, readonly string[]>();
  #isAway = false;

  constructor(services: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'getEntities'>;
    logger: LoggerService;
  }) {
    this.#auth = services.auth;
    this.#catalog = services.catalog;
    this.#logger = services.logger;
  }

  /** References of the owners by plugin; none of a plugin that has none. Never rejects. */
  async of(
    pluginIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    try {
      const entities = await inTime(this.#entitiesOf(pluginIds));
      pluginIds.forEach(id => this.#known.delete(id));
      for (const entity of entities) {
        const id = entity.metadata.annotations?.[pluginIdAnnotation];
        const owners = ownersOf(entity);
        if (id !== undefined && pluginIds.includes(id) && owners.length > 0) {
          this.#known.set(id, [...(this.#known.get(id) ?? []), ...owners]);
        }
      }
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) {
        this.#isAway = true;
        this.#logger.warn(
          'The catalog does not say who owns the plugins of an incident: those are told who owned them before, else the default',
          error as Error,
        );
      }
    }
    return this.#known;
  }

  async #entitiesOf(pluginIds: readonly string[]): Promise<Entity[]> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: {
          [`metadata.annotations.${pluginIdAnnotation}`]: [...pluginIds],
        },
        fields: ['metadata.annotations', 'relations'],
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items;
  }
}

function ownersOf({ relations = [] }: Entity): string[] {
  return relations
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The catalog does not answer in time')),
      catalogDeadlineMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
