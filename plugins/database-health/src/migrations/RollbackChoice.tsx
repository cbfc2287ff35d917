import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Database,
  Rollback,
} from 'backstage-plugin-database-health-common';
import { FormEvent, useState } from 'react';
import { countInWords } from '../words/counts';
import { timeInWords } from '../words/durations';
import { useElementId } from '../signs/useElementId';
import { useRollbackTarget } from './rollbackTarget';

const useStyles = makeStyles(theme => ({
  choices: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: theme.spacing(1.5, 3),
  },
  folder: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: theme.spacing(1.5),
  },
  version: { minWidth: 260, maxWidth: '100%' },
  directory: { minWidth: 260, maxWidth: '100%' },
  plugin: { minWidth: 150, maxWidth: '100%' },
}));

/** Chooses a version that was seen, or a folder of migrations. */
export function RollbackChoice(props: {
  rollback: Rollback | undefined;
  databases: readonly Database[];
}) {
  const classes = useStyles();
  const id = useElementId();
  const { target, compareWith } = useRollbackTarget();
  const [directory, setDirectory] = useState(
    target && 'directory' in target ? target.directory : '',
  );
  const [databaseId, setDatabaseId] = useState(
    target && 'directory' in target ? target.databaseId : '',
  );
  const versions = (props.rollback?.versions ?? []).filter(
    ({ current }) => !current,
  );
  const compareFolder = (event: FormEvent) => {
    event.preventDefault();
    compareWith({ directory: directory.trim(), databaseId });
  };
  return (
    <div className={classes.choices}>
      {versions.length > 0 && (
        <TextField
          select
          id={`${id}-version`}
          label="Compare with a version that was seen"
          className={classes.version}
          value={versionOf(props.rollback)}
          onChange={({ target: { value } }) =>
            compareWith({ versionId: value })
          }
        >
          {versions.map(version => (
            <MenuItem key={version.id} value={version.id}>
              {nameOf(version)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <form className={classes.folder} onSubmit={compareFolder}>
        <TextField
          id={`${id}-folder`}
          label={
            versions.length > 0
              ? 'Or with a folder of migrations'
              : 'Compare with a folder of migrations'
          }
          placeholder="/app/old/migrations"
          className={classes.directory}
          value={directory}
          onChange={({ target: { value } }) => setDirectory(value)}
          InputLabelProps={{ shrink: true }}
        />
        <TextField
          select
          id={`${id}-plugin`}
          label="of the plugin"
          className={classes.plugin}
          value={databaseId}
          onChange={({ target: { value } }) => setDatabaseId(value)}
        >
          {props.databases.map(({ pluginId, id: value }) => (
            <MenuItem key={value} value={value}>
              {pluginId}
            </MenuItem>
          ))}
        </TextField>
        <Button
          type="submit"
          variant="outlined"
          disabled={directory.trim() === '' || databaseId === ''}
        >
          Compare
        </Button>
        {target && (
          <Button onClick={() => compareWith(undefined)}>
            Last different version
          </Button>
        )}
      </form>
    </div>
  );
}

function versionOf(rollback: Rollback | undefined): string {
  const target = rollback?.target;
  return target && 'versionId' in target ? target.versionId : '';
}

function nameOf({ lastSeenAt, changes }: Rollback['versions'][number]): string {
  const count = changes.length;
  return `Last seen ${timeInWords(lastSeenAt)}, ${countInWords(
    count,
    'package',
  )} ${count === 1 ? 'differs' : 'differ'}`;
}
