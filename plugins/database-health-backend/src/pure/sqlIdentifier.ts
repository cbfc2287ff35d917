import type { Engine } from 'backstage-plugin-database-health-common';

const quotes: Record<Engine, string> = {
  postgres: '"',
  mysql: '`',
  sqlite: '"',
};

/**
 * A name as the engine quotes it, whatever it holds: `"public"."my ""table"""`.
 *
 * @param parts - The name, or what it is in and the name.
 * @public
 */
export function sqlIdentifier(
  engine: Engine,
  ...parts: readonly string[]
): string {
  const quote = quotes[engine];
  return parts
    .map(part => `${quote}${part.replaceAll(quote, quote + quote)}${quote}`)
    .join('.');
}
