import { createCheck } from 'backstage-plugin-database-health-node';
import { failureRemedies } from '../parts/reachability/remedies';

const lost = {
  gone: 'The database file was deleted or moved while it is open: what the plugin writes is lost when the backend stops.',
  replaced:
    'The database file was replaced while it is open: what the plugin writes goes to the old one, and is lost when the backend stops.',
};

/** Whether the file of an SQLite database is the one that is open, and sound. */
export const sqliteFile = createCheck({
  id: 'sqlite-file',
  title: 'SQLite file',
  rationale:
    'A file that is deleted or replaced while it is open goes on working until the process ends; then all that was written since is lost. A file with a damaged page works until something reads that page. Files of up to 32 MiB are looked through with each survey.',
  per: 'database',
  needs: ['file'],
  limits: {},
  source:
    'Ours; SQLite names both in "How To Corrupt An SQLite Database File".',
  remedy: failureRemedies.damaged,
  evaluate({ file }) {
    if (!file) {
      return { skipped: 'This database is in memory.' };
    }
    const { state, damaged } = file;
    return [
      ...(state === 'opened'
        ? []
        : [
            {
              severity: 'critical' as const,
              object: 'file',
              message: lost[state],
              evidence: { observed: state, limit: null, unit: 'file' },
              remedy: {
                text: "Before the backend stops, save what is open: `vacuum into '<new file>'` over the connection of the plugin, or a copy of the open file where the system still shows it (`/proc/<process>/fd` on Linux). Then put that in the place of the file and restart.",
              },
            },
          ]),
      ...(damaged
        ? [
            {
              severity: 'critical' as const,
              object: 'pages',
              message:
                'The database file is damaged: SQLite found a page that does not fit the others.',
              evidence: {
                observed: 'damaged',
                limit: null,
                unit: 'quick check',
              },
            },
          ]
        : []),
    ];
  },
});
