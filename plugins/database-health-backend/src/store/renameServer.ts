import type { Knex } from 'knex';

/**
 * Puts down to one server what was kept of it under another name: the same again
 * changes nothing. Where both have it, the newer one stays.
 */
export async function renameServer(
  knex: Knex,
  from: string,
  to: string,
): Promise<void> {
  if (from === to) {
    return;
  }
  await renameKeys(knex, {
    table: 'dismissals',
    key: 'finding_key',
    time: 'dismissed_ms',
    from,
    to,
  });
  await renameKeys(knex, {
    table: 'statuses',
    key: 'subject',
    time: 'changed_ms',
    from: `server:${from}`,
    to: `server:${to}`,
  });
  await knex('transitions')
    .where({ server_id: from })
    .update({ server_id: to });
  await renameIncidents(knex, from, to);
}

/** They go on after those of the same name; one of a name is open at a time. */
async function renameIncidents(
  knex: Knex,
  from: string,
  to: string,
): Promise<void> {
  const rows = await knex('incidents')
    .where({ server_id: from })
    .orderBy('opened_ms');
  for (const row of rows) {
    const name = row.name.replace(`server:${from}:`, `server:${to}:`);
    const others = await knex('incidents').where({ name });
    const occurrence =
      1 + Math.max(0, ...others.map(other => Number(other.occurrence)));
    const isOpenTwice =
      row.closed_ms === null && others.some(other => other.closed_ms === null);
    const id = `${name}:${occurrence}`;
    await knex('incidents')
      .where({ id: row.id })
      .update({
        id,
        name,
        occurrence,
        server_id: to,
        findings: row.findings.replaceAll(`"${from}:`, `"${to}:`),
        ...(isOpenTwice && { closed_ms: row.seen_ms }),
      });
    await knex('incident_changes')
      .where({ incident_id: row.id })
      .update({ incident_id: id });
  }
}

/** Of what has the name of the server itself for its key, or begins with it. */
async function renameKeys(
  knex: Knex,
  names: { table: string; key: string; time: string; from: string; to: string },
): Promise<void> {
  const { table, key, time, from, to } = names;
  const rows = await knex(table)
    .where(key, from)
    .orWhere(key, 'like', `${from}:%`)
    .orderBy(key);
  for (const row of rows) {
    const before: string = row[key];
    const after = `${to}${before.slice(from.length)}`;
    // What is a wildcard in `like` may be a letter of the name.
    if (before === from || before.startsWith(`${from}:`)) {
      const [other] = await knex(table).where(key, after);
      if (!other || Number(other[time]) < Number(row[time])) {
        await knex(table)
          .insert({ ...row, [key]: after })
          .onConflict(key)
          .merge();
      }
      await knex(table).where(key, before).delete();
    }
  }
}
