import { decomposeColor, hslToRgb } from '@material-ui/core/styles';

/** `part` of one colour in another, without transparency. */
export function mix(colour: string, into: string, part: number): string {
  const above = rgbOf(colour);
  const below = rgbOf(into);
  const channels = above.map((value, channel) =>
    Math.round(value * part + below[channel] * (1 - part)),
  );
  return `rgb(${channels.join(', ')})`;
}

/** `colour`, or the other where Material UI cannot reckon with its notation. */
export function reckonable(
  colour: string | undefined,
  otherwise: string,
): string {
  try {
    decomposeColor(colour ?? '');
    return colour ?? otherwise;
  } catch {
    return otherwise;
  }
}

function rgbOf(colour: string): number[] {
  const { type, values } = decomposeColor(colour);
  return type.startsWith('hsl') ? rgbOf(hslToRgb(colour)) : values.slice(0, 3);
}
