/**
 * A name in quotes, whatever it holds: `"public"."my ""table"""`.
 *
 * @param quote - The sign that begins and ends it, doubled where it stands within.
 * @param parts - The name, or what it is in and the name.
 * @public
 */
export function sqlIdentifier(
  quote: string,
  ...parts: readonly string[]
): string {
  return parts
    .map(part => `${quote}${part.replaceAll(quote, quote + quote)}${quote}`)
    .join('.');
}
