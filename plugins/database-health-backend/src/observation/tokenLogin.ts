import type { Knex } from 'knex';
import type { TokenProvider } from '../failures/tokenFailure';
import { quiet } from './quiet';
import type { TokenLogin } from './types';

type Provide = (this: unknown, ...parameters: unknown[]) => Promise<unknown>;
type OpenStream = (this: unknown, ...parameters: unknown[]) => unknown;

/** What Knex keeps of how its connections are made. Not all of it is documented. */
interface ConnectionMaker {
  connectionConfigProvider?: unknown;
  connectionConfigExpirationChecker?: unknown;
  connectionSettings?: { stream?: unknown };
}

/** What a connector of a cloud opens in place of a socket of the driver. */
interface CertifiedStream {
  once?(event: 'secureConnect', listener: () => void): unknown;
  getCertificate?(): { valid_from?: string } | null;
}

/**
 * Notes when a client got the tokens with which it logs in, and when it got none;
 * never a token. What it asks and gets stays as it is.
 *
 * @internal
 */
export class ObservedTokenLogin implements TokenLogin {
  readonly provider: TokenProvider;
  #obtainedAt: number | undefined;
  #failingSince: number | undefined;
  #lastFailureAt: number | undefined;
  #error: unknown;
  #maker: ConnectionMaker | undefined;

  constructor(provider: TokenProvider) {
    this.provider = provider;
  }

  get obtainedAt(): number | undefined {
    return this.#obtainedAt;
  }

  get failingSince(): number | undefined {
    return this.#failingSince;
  }

  get lastFailureAt(): number | undefined {
    return this.#lastFailureAt;
  }

  get error(): unknown {
    return this.#error;
  }

  get isDue(): boolean {
    const check = this.#maker?.connectionConfigExpirationChecker;
    try {
      return typeof check === 'function' && check() === true;
    } catch {
      return false;
    }
  }

  /** Listens to a client that has opened no connection yet. */
  watch(client: Knex): void {
    const maker = client.client as ConnectionMaker;
    this.#maker = maker;
    const { connectionConfigProvider: provide, connectionSettings } = maker;
    if (typeof provide === 'function') {
      maker.connectionConfigProvider = this.#provided(provide as Provide);
    }
    if (typeof connectionSettings?.stream === 'function') {
      connectionSettings.stream = this.#opened(
        connectionSettings.stream as OpenStream,
      );
    }
  }

  #provided(provide: Provide): Provide {
    const { obtained, failed } = this.#listeners();
    return async function provideObserved(...parameters) {
      try {
        const settings = await provide.apply(this, parameters);
        obtained(Date.now());
        return settings;
      } catch (error) {
        failed(error);
        throw error;
      }
    };
  }

  /** A connector renews by itself what it opens streams with: a certificate of its own. */
  #opened(open: OpenStream): OpenStream {
    const { obtained, failed } = this.#listeners();
    const certified = quiet((stream: CertifiedStream) => {
      stream.once?.('secureConnect', () =>
        obtained(Date.parse(stream.getCertificate?.()?.valid_from ?? '')),
      );
    });
    return function openObserved(...parameters) {
      try {
        const stream = open.apply(this, parameters);
        certified(stream as CertifiedStream);
        return stream;
      } catch (error) {
        failed(error);
        throw error;
      }
    };
  }

  #listeners() {
    return {
      obtained: quiet((at: number) => {
        this.#obtainedAt = Number.isNaN(at) ? this.#obtainedAt : at;
        this.#failingSince = undefined;
        this.#lastFailureAt = undefined;
        this.#error = undefined;
      }),
      failed: quiet((error: unknown) => {
        this.#lastFailureAt = Date.now();
        this.#failingSince ??= this.#lastFailureAt;
        this.#error = error;
      }),
    };
  }
}

/**
 * Of a client whose configuration names no provider: one whose settings come from a
 * function gets its password from somewhere else, too.
 */
export function providerOf(
  client: Knex,
  configured: TokenProvider | undefined,
): TokenProvider | undefined {
  const { connectionConfigProvider } = (client.client ?? {}) as ConnectionMaker;
  return (
    configured ??
    (typeof connectionConfigProvider === 'function' ? 'other' : undefined)
  );
}
