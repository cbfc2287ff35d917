const namedAtMost = 3;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function someOf(names: readonly string[]): string {
  const named = names.slice(0, namedAtMost);
  const rest = names.length - named.length;
  const parts = rest > 0 ? [...named, `${rest} more`] : named;
  return parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}
