import type { Theme } from '@material-ui/core/styles';
import { reckonable } from './mix';

/** Material UI's own, for themes whose paper is not a plain colour. */
const papers = { light: '#fff', dark: '#424242' };

/** What signs and words stand on, as a colour that can be reckoned with. */
export function paperOf({ palette }: Theme): string {
  return reckonable(palette.background.paper, papers[palette.type]);
}
