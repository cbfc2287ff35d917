/** Newer servers have more values than these two, each of which forbids some writes. */
const writable = ['0', 'OFF'];

/** What says whether the server takes writes, as columns of a select list. */
export const readOnlyColumns = `
  concat(@@global.read_only) as readOnly,
  concat(@@global.innodb_read_only) as inno`;

export interface ReadOnlyColumns {
  readonly readOnly: string;
  readonly inno: string;
}

/** Whether it follows another server only privileged roles may ask. */
export function readOnlyOf({
  readOnly,
  inno,
}: ReadOnlyColumns): 'setting' | undefined {
  return [readOnly, inno].every(value => writable.includes(value))
    ? undefined
    : 'setting';
}
