import type { Theme } from '@material-ui/core/styles';
import { mix } from '../signs/mix';
import { paperOf } from '../signs/paper';

/** How one series is drawn in one theme. */
export interface SeriesColours {
  /** For lines and areas: stands out from the paper. */
  strong: string;
  /** For a surface that words in the theme's own colour stand on. */
  tint: string;
}

/**
 * Told apart by most who see few colours: hues that differ in lightness too,
 * neighbours most of all. None is red, amber or green, which are for statuses.
 */
const hues = {
  light: [
    '#1f6fb2',
    '#8a3f9e',
    '#0b7f86',
    '#b0497f',
    '#5a5fc7',
    '#7a5c3a',
    '#3f7fa6',
    '#9b59b6',
  ],
  dark: [
    '#6cb4ee',
    '#d39be4',
    '#4fc4cb',
    '#f09cc6',
    '#a9adfa',
    '#d0ab80',
    '#9fd3ef',
    '#e3bdf0',
  ],
} as const;

/** How many series have a colour of their own. */
export const seriesLimit = hues.light.length;

const others = { light: '#757575', dark: '#b0b0b0' } as const;
const tintParts = { light: 0.18, dark: 0.34 } as const;

/** The colours of the series at a place; beyond the last, those of the rest. */
export function seriesColours(theme: Theme, place: number): SeriesColours {
  const { type } = theme.palette;
  const strong = hues[type][place] ?? others[type];
  return {
    strong,
    tint: mix(strong, paperOf(theme), tintParts[type]),
  };
}
