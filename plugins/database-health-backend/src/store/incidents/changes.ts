import type { Knex } from 'knex';

type Row = Record<string, unknown>;

/** Each row of an incident with the rows of its changes, the first first. */
export async function withChanges(
  knex: Knex,
  incidents: readonly Row[],
): Promise<[incident: Row, changes: Row[]][]> {
  const changes: Row[] = await knex('incident_changes')
    .whereIn(
      'incident_id',
      incidents.map(({ id }) => String(id)),
    )
    .orderBy('id');
  return incidents.map(incident => [
    incident,
    changes.filter(({ incident_id }) => incident_id === incident.id),
  ]);
}
