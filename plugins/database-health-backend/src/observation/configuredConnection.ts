import type { Driver } from '../engines/drivers';
import type { Connection } from '../pure/connection';

/**
 * A connection that is configured as an object or as a string, as an object.
 * What is neither, or cannot be read, says nothing.
 *
 * @internal
 */
export function connectionOf(driver: Driver, connection: unknown): Connection {
  if (typeof connection === 'string') {
    // Parameters may name files, which may not be there.
    const [withoutParameters] = connection.split('?');
    return (
      parsed(driver, connection) ?? parsed(driver, withoutParameters) ?? {}
    );
  }
  return typeof connection === 'object' && connection !== null
    ? { ...connection }
    : {};
}

function parsed(driver: Driver, text: string): Connection | undefined {
  try {
    return driver.parse(text);
  } catch {
    return undefined;
  }
}
