import {
  darken,
  getContrastRatio,
  lighten,
  Theme,
} from '@material-ui/core/styles';
import type { Tone } from '../words/names';
import { mix, reckonable } from './mix';
import { paperOf } from './paper';

/** The colours of one tone in one theme. */
export interface ToneColours {
  /** For signs, bars and borders. */
  strong: string;
  /** For words: readable on the theme's paper. */
  text: string;
  /** For a surface that words stand on. */
  tint: string;
}

/**
 * WCAG 2.1 AA asks for 4.5 for words of ordinary size and 3 for signs; a little
 * more, as a portal's own styles may shade its surfaces.
 */
const contrasts = { words: 4.8, signs: 3.1 };

/** How much of a tone is in the surface that its words stand on. */
const tintParts = { light: 0.08, dark: 0.16 };

/** The portal's own status colours, made readable on its own background. */
export function toneColours(theme: Theme, tone: Tone): ToneColours {
  const { background, type } = theme.palette;
  const base = baseColour(theme, tone);
  const paper = paperOf(theme);
  const tint = mix(base, paper, tintParts[type]);
  const surfaces = [paper, reckonable(background.default, paper), tint];
  return {
    strong: readableOn(surfaces, base, contrasts.signs, theme),
    text: readableOn(surfaces, base, contrasts.words, theme),
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
      return reckonable(status?.error, palette.error.main);
    case 'warning':
      return reckonable(status?.warning, palette.warning.main);
    case 'ok':
      return reckonable(status?.ok, palette.success.main);
    case 'info':
      return reckonable(status?.running, palette.info.main);
    default:
      return reckonable(status?.aborted, palette.grey[600]);
  }
}

/** Moves a colour away from the surfaces until the contrast is reached. */
function readableOn(
  surfaces: readonly string[],
  colour: string,
  contrast: number,
  theme: Theme,
): string {
  const away = theme.palette.type === 'dark' ? lighten : darken;
  for (let step = 0; step < 1; step += 0.05) {
    const candidate = away(colour, step);
    if (
      surfaces.every(
        surface => getContrastRatio(candidate, surface) >= contrast,
      )
    ) {
      return candidate;
    }
  }
  return theme.palette.text.primary;
}
