import Typography from '@material-ui/core/Typography';
import type { Dismissal } from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { ReasonDialog } from '../../changes/ReasonDialog';
import { momentInWords } from '../../words/dates';
import { EndChoice } from './EndChoice';
import { endAt, usualEnd } from './ends';

/** Asks why a finding is let be and until when. */
export function DismissDialog(props: {
  /** What it is about, and what was found. */
  subject: string;
  title: string;
  /** Resolves to why it was not done. */
  onDismiss: (dismissal: Dismissal) => Promise<string | undefined>;
  onClose: () => void;
}) {
  const { subject, title, onDismiss, onClose } = props;
  const [end, setEnd] = useState(usualEnd);
  const until = endAt(end, Date.now());
  return (
    <ReasonDialog
      title="Dismiss this finding"
      about={
        <>
          <strong>{subject}</strong> · {title}. It will still be listed, but
          will colour no status, count nowhere and raise no alert.
        </>
      }
      action={['Dismiss', 'Dismissing…']}
      refused="The finding was not dismissed"
      onSend={reason =>
        onDismiss({ reason, ...(until !== undefined && { until }) })
      }
      onClose={onClose}
    >
      <EndChoice end={end} onChange={setEnd} />
      <Typography variant="body2" color="textSecondary">
        {until === undefined
          ? 'It stays dismissed until somebody restores it.'
          : `It counts again from ${momentInWords(until)} on.`}
      </Typography>
    </ReasonDialog>
  );
}
