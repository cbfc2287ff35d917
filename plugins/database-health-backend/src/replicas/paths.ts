/**
 * A value of JSON in which what lies at a path is changed: `.` goes into an object,
 * `[]` into each of a list, as in the entries of facts. What is not there stays
 * away.
 */
export function changedAt(
  value: unknown,
  path: string,
  change: (found: unknown) => unknown,
): unknown {
  if (path === '') {
    return change(value);
  }
  if (path.startsWith('[]')) {
    const rest = path.slice('[]'.length).replace(/^\./, '');
    return Array.isArray(value)
      ? value.map(each => changedAt(each, rest, change))
      : value;
  }
  const key = /^[^.[]+/.exec(path)![0];
  if (
    typeof value !== 'object' ||
    value === null ||
    !Object.hasOwn(value, key)
  ) {
    return value;
  }
  const rest = path.slice(key.length).replace(/^\./, '');
  const found = (value as Record<string, unknown>)[key];
  return { ...value, [key]: changedAt(found, rest, change) };
}
