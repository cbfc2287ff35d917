import { InputError } from '@backstage/errors';
import { requireText } from './texts';

const longestReason = 1_000;

/**
 * The fields of what was sent, in which is none but those. Throws an `InputError` that
 * says what is allowed.
 *
 * @param what - `A silence`
 */
export function fieldsOf<F extends string>(
  what: string,
  body: unknown,
  allowed: readonly F[],
): { readonly [Field in F]?: unknown } {
  const fields = (body ?? {}) as { [Field in F]?: unknown };
  const names: readonly string[] = allowed;
  const other = Object.keys(fields).find(name => !names.includes(name));
  if (other !== undefined) {
    throw new InputError(
      `${what} has no '${other}'; allowed are ${allowed.join(', ')}`,
    );
  }
  return fields;
}

/** Why somebody changes something; throws an `InputError` that says what is allowed. */
export function readReason(reason: unknown): string {
  const text = typeof reason === 'string' ? reason.trim() : '';
  if (text === '' || text.length > longestReason) {
    throw new InputError(
      `reason must be a text of 1 to ${longestReason} characters`,
    );
  }
  requireText('reason', text);
  return text;
}
