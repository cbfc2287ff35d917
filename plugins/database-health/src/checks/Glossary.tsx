import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  databaseHealthDetailsReadPermission,
  databaseHealthManagePermission,
  databaseHealthPermissions,
  databaseHealthReadPermission,
} from 'backstage-plugin-database-health-common';
import type { ReactNode } from 'react';
import { Section } from '../frame/Section';
import { Facts } from '../signs/Facts';
import { ToneSign } from '../signs/ToneSign';
import type { Tone } from '../words/names';

const useStyles = makeStyles(theme => ({
  lists: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    gap: theme.spacing(2),
  },
  list: { padding: theme.spacing(2) },
}));

const signs: readonly [Tone, string][] = [
  ['critical', 'Broken now, or at the next restart. Act now.'],
  ['warning', 'Works, but not for long. Plan to act.'],
  ['unknown', 'Not read, or not lately. Never counted as OK.'],
  ['ok', 'All that was read is within its limits.'],
  ['info', 'Good to know. Never changes a status.'],
  ['skipped', 'The check does not apply here.'],
];

const words: readonly [string, string][] = [
  ['Plugin database', 'The database, schema or file that one plugin owns.'],
  [
    'Pulse',
    'The cheap look: does it answer, how fast, how full is the pool; what the connections and sessions of the server do.',
  ],
  ['Survey', 'The full look: sizes, tables, indexes, migrations.'],
  ['Ledger', 'The table in which a plugin notes its applied migrations.'],
  ['Pending', 'A migration that the plugin brings, but the ledger lacks.'],
  ['Missing', 'A migration in the ledger that the plugin does not bring.'],
  [
    'Incident',
    'One cause and all that it has led to, from its start to its end: what people are told of.',
  ],
  ['Silence', 'A planned time in which nobody is told of incidents.'],
  [
    'Dismissed',
    'Somebody has set the finding aside: it affects no status and no count.',
  ],
  [
    'Connection budget',
    'The connections that all pools on a server may open together.',
  ],
  ['Size budget', 'How big a plugin database or a server may become.'],
];

const permissions: Record<string, string> = {
  [databaseHealthReadPermission.name]: 'This page.',
  [databaseHealthDetailsReadPermission.name]:
    'Also hosts, users, sessions, the text of statements and full folders.',
  [databaseHealthManagePermission.name]:
    'Asking for a survey, dismissing and restoring findings, planning silences.',
};

/** What the signs and words of the page mean. */
export function Glossary() {
  const classes = useStyles();
  const list = (facts: readonly [string, ReactNode, ReactNode][]) => (
    <Paper className={classes.list}>
      <Facts facts={facts} />
    </Paper>
  );
  return (
    <Section title="What the signs and words mean">
      <div className={classes.lists}>
        {list(
          signs.map(([tone, meaning]) => [
            tone,
            meaning,
            <ToneSign key={tone} tone={tone} />,
          ]),
        )}
        {list(words.map(([word, meaning]) => [word, meaning, word]))}
        {list(
          databaseHealthPermissions.map(({ name }) => [
            name,
            permissions[name],
            <code key={name}>{name}</code>,
          ]),
        )}
      </div>
    </Section>
  );
}
