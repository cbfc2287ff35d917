import { createTheme, getContrastRatio, Theme } from '@material-ui/core/styles';
import { themes } from '@backstage/theme';
import { Tone, toneNames } from '../words/names';
import { toneColours } from './colours';
import { hoverGround } from './hoverGround';
import { mix } from './mix';

const tones = Object.keys(toneNames) as Tone[];
const light = themes.light.getTheme('v4') as Theme;
const odd = createTheme({
  palette: {
    background: { paper: 'var(--paper)', default: 'hsl(210, 20%, 96%)' },
    status: { ok: 'green', error: '#e00' },
  } as object,
});
const allThemes: [string, Theme, string][] = [
  ['light', light, light.palette.background.paper],
  ['dark', themes.dark.getTheme('v4') as Theme, '#424242'],
  ['one without status colours', createTheme(), '#fff'],
  ['one with odd notations', odd, '#fff'],
];

describe.each(allThemes)('in the theme: %s', (_, theme, paper) => {
  it.each(tones)('%s is readable', tone => {
    const { strong, text, tint } = toneColours(theme, tone);
    for (const surface of [paper, tint]) {
      expect(getContrastRatio(text, surface)).toBeGreaterThanOrEqual(4.5);
      expect(getContrastRatio(strong, surface)).toBeGreaterThanOrEqual(3);
    }
  });

  it('words of less weight are readable where they are pointed at', () => {
    const ground = hoverGround(theme);
    const { secondary } = theme.palette.text;
    const opacity = Number(/, ([\d.]+)\)$/.exec(secondary)?.[1] ?? 1);
    const words = mix(secondary, ground, opacity);
    expect(getContrastRatio(words, ground)).toBeGreaterThanOrEqual(4.5);
    expect(ground).not.toBe(paper);
  });

  it('tells critical, warning and ok apart', () => {
    const colours = (['critical', 'warning', 'ok'] as const).map(
      tone => toneColours(theme, tone).strong,
    );
    expect(new Set(colours).size).toBe(3);
  });
});
