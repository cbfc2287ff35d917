import { getContrastRatio, Theme } from '@material-ui/core/styles';
import { createTheme } from '@material-ui/core/styles';
import { themes } from '@backstage/theme';
import { Tone, toneNames } from '../words/names';
import { toneColours } from './colours';

const tones = Object.keys(toneNames) as Tone[];
const allThemes: [string, Theme][] = [
  ['light', themes.light.getTheme('v4') as Theme],
  ['dark', themes.dark.getTheme('v4') as Theme],
  ['one without status colours', createTheme()],
];

describe.each(allThemes)('in the theme: %s', (_, theme) => {
  it.each(tones)('%s is readable', tone => {
    const { strong, text } = toneColours(theme, tone);
    const paper = theme.palette.background.paper;
    expect(getContrastRatio(text, paper)).toBeGreaterThanOrEqual(4.5);
    expect(getContrastRatio(strong, paper)).toBeGreaterThanOrEqual(3);
  });

  it('tells critical, warning and ok apart', () => {
    const colours = (['critical', 'warning', 'ok'] as const).map(
      tone => toneColours(theme, tone).strong,
    );
    expect(new Set(colours).size).toBe(3);
  });
});
