/** `connection` of `backend.database` by key, whatever was configured. */
export type Connection = Readonly<Record<string, unknown>>;

/** Text that is not empty. Numbers are text too. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'number' || (typeof value === 'string' && value)
    ? String(value)
    : undefined;
}

/** `host:port`, with an address of IPv6 in brackets. */
export function hostAndPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether it is made of keys. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
