/**
 * Whether what a plugin and its database say to each other can be read on the way,
 * by an open connection of the plugin.
 *
 * @public
 */
export interface Encryption {
  /** Between this process and what it has dialled: the server, or a pooler. */
  encrypted: boolean;
  /**
   * Whether the other side has proven to be whom its certificate names; absent where
   * nothing is encrypted.
   */
  verified?: boolean;
  /** Both are on one machine, so that nothing passes a network. */
  local: boolean;
  /**
   * What the server says of its session, which is that of a pooler where one stands
   * in between; `null` where that is not encrypted.
   */
  server: { version: string; cipher: string } | null;
  /** That of the other side; absent where it has shown none. */
  certificate?: ServerCertificate;
}

/**
 * The certificate of a server or pooler, its times as they stand in it.
 *
 * @public
 */
export interface ServerCertificate {
  /** Whom it names; for those alone who may see details. */
  subject: string;
  /** Who signed it; likewise. */
  issuer: string;
  /** Epoch milliseconds. */
  validFrom: number;
  /** Epoch milliseconds. */
  validUntil: number;
  /**
   * The first end of those that it is signed by, as far as they are known here; epoch
   * milliseconds.
   */
  authorityValidUntil?: number;
}
