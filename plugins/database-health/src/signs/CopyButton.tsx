import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyIcon from '@material-ui/icons/FileCopyOutlined';
import { useEffect, useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';

const confirmationMs = 2_000;

/**
 * Copies a text. Works over plain HTTP too, where browsers offer no clipboard
 * API.
 */
export function CopyButton(props: { text: string; label: string }) {
  const { text, label } = props;
  const [{ value, error }, copyToClipboard] = useCopyToClipboard();
  const [copies, setCopies] = useState(0);
  const [confirmed, setConfirmed] = useState(false);

  useEffect(() => {
    if (copies === 0) {
      return undefined;
    }
    setConfirmed(true);
    const timer = setTimeout(() => setConfirmed(false), confirmationMs);
    return () => clearTimeout(timer);
  }, [copies]);

  const copied = confirmed && value !== undefined && !error;
  return (
    <Tooltip title={copied ? 'Copied' : label}>
      <IconButton
        size="small"
        aria-label={copied ? 'Copied' : label}
        onClick={() => {
          copyToClipboard(text);
          setCopies(copies + 1);
        }}
      >
        {copied ? (
          <CheckIcon fontSize="small" />
        ) : (
          <FileCopyIcon fontSize="small" />
        )}
      </IconButton>
    </Tooltip>
  );
}
