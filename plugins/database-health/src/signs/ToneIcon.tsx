import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpIcon from '@material-ui/icons/Help';
import InfoIcon from '@material-ui/icons/Info';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import WarningIcon from '@material-ui/icons/Warning';
import type SvgIcon from '@material-ui/core/SvgIcon';
import { useTheme } from '@material-ui/core/styles';
import type { Tone } from '../words/names';
import { toneColours } from './colours';

const icons: Record<Tone, typeof SvgIcon> = {
  critical: ErrorIcon,
  warning: WarningIcon,
  unknown: HelpIcon,
  ok: CheckCircleIcon,
  info: InfoIcon,
  skipped: RemoveCircleOutlineIcon,
};

/** The sign of a tone: its shape tells it apart where colour does not. */
export function ToneIcon(props: { tone: Tone; sizePx?: number }) {
  const { tone, sizePx = 18 } = props;
  const theme = useTheme();
  const Icon = icons[tone];
  return (
    <Icon
      aria-hidden
      style={{
        color: toneColours(theme, tone).strong,
        fontSize: sizePx,
        flexShrink: 0,
      }}
    />
  );
}
