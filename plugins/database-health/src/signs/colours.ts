import {
  alpha,
  darken,
  getContrastRatio,
  lighten,
  Theme,
} from '@material-ui/core/styles';
import type { Tone } from '../words/names';

/** The colours of one tone in one theme. */
export interface ToneColours {
  /** For signs, bars and borders. */
  strong: string;
  /** For words: readable on the theme's paper. */
  text: string;
  /** For a surface that words stand on. */
  tint: string;
}

/** WCAG 2.1 AA for words of ordinary size. */
const readableContrast = 4.5;

/** The portal's own status colours, made readable on its own background. */
export function toneColours(theme: Theme, tone: Tone): ToneColours {
  const base = baseColour(theme, tone);
  const paper = theme.palette.background.paper;
  const tint = alpha(base, theme.palette.type === 'dark' ? 0.16 : 0.08);
  return {
    strong: readableOn(paper, base, 3, theme),
    text: readableOn(paper, base, readableContrast + 0.9, theme),
    tint,
  };
}

function baseColour({ palette }: Theme, tone: Tone): string {
  // A theme that is not Backstage's has no status colours.
  const status = (
    palette as { status?: Partial<Record<string, string>> } & typeof palette
  ).status;
  switch (tone) {
    case 'critical':
      return status?.error ?? palette.error.main;
    case 'warning':
      return status?.warning ?? palette.warning.main;
    case 'ok':
      return status?.ok ?? palette.success.main;
    case 'info':
      return status?.running ?? palette.info.main;
    default:
      return status?.aborted ?? palette.grey[600];
  }
}

/** Moves a colour away from the background until the contrast is reached. */
function readableOn(
  background: string,
  colour: string,
  contrast: number,
  theme: Theme,
): string {
  const away = theme.palette.type === 'dark' ? lighten : darken;
  for (let step = 0; step < 1; step += 0.05) {
    const candidate = away(colour, step);
    if (getContrastRatio(candidate, background) >= contrast) {
      return candidate;
    }
  }
  return theme.palette.text.primary;
}
