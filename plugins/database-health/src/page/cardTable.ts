import type { Theme } from '@material-ui/core/styles';
import { narrow } from './narrow';

/** A table whose rows are shown as cards where there is little room. */
export const cardTable = (theme: Theme) =>
  ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: 14,
      [theme.breakpoints.down(narrow)]: { display: 'block' },
    },
    head: {
      // Out of sight but not out of hearing where the rows are cards.
      [theme.breakpoints.down(narrow)]: {
        position: 'absolute',
        width: 1,
        height: 1,
        overflow: 'hidden',
        clipPath: 'inset(50%)',
      },
    },
    body: { [theme.breakpoints.down(narrow)]: { display: 'block' } },
  } as const);
