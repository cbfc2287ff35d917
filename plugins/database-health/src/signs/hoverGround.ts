import {
  decomposeColor,
  getContrastRatio,
  Theme,
} from '@material-ui/core/styles';
import { mix, reckonable } from './mix';
import { paperOf } from './paper';

/** What WCAG 2.1 AA asks for words of ordinary size. */
const leastContrast = 4.5;

/** What the theme puts on what is pointed at, in steps. */
const steps = 8;

/**
 * What is pointed at stands on: the theme's own colour for that, as far as words of
 * less weight stay readable on it.
 */
export function hoverGround(theme: Theme): string {
  const { text, action } = theme.palette;
  const paper = paperOf(theme);
  const primary = reckonable(text.primary, paper);
  const secondary = reckonable(text.secondary, primary);
  for (let step = steps; step > 0; step -= 1) {
    const ground = mix(primary, paper, (action.hoverOpacity * step) / steps);
    const words = mix(secondary, ground, opacityOf(secondary));
    if (getContrastRatio(words, ground) >= leastContrast) {
      return ground;
    }
  }
  return paper;
}

function opacityOf(colour: string): number {
  return decomposeColor(colour).values[3] ?? 1;
}
