import { makeStyles, useTheme } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import {
  bytesInWords,
  Overview,
  qualifiedName,
  StorageReport,
} from 'backstage-plugin-database-health-common';
import { ChartFigure } from '../charts/ChartFigure';
import { seriesColours, seriesLimit } from '../charts/palette';
import { usePageLinks } from '../frame/PagePath';
import { sizeInWords } from '../words/bytes';
import { isolated } from '../words/rightToLeft';
import { Rectangle, squarify } from './squarify';
import { Block, treemapBlocks } from './treemapBlocks';

const headPx = 22;

const useStyles = makeStyles(theme => ({
  map: {
    position: 'relative',
    margin: 0,
    padding: 0,
    listStyle: 'none',
    overflow: 'hidden',
  },
  block: { position: 'absolute', overflow: 'hidden', padding: 1 },
  head: {
    display: 'flex',
    gap: theme.spacing(1),
    height: headPx,
    padding: '2px 6px',
    fontSize: 13,
    fontWeight: 700,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    color: theme.palette.text.primary,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', minWidth: 0 },
  size: { fontWeight: 400, flexShrink: 0 },
  parts: { margin: 0, padding: 0, listStyle: 'none' },
  part: {
    position: 'absolute',
    overflow: 'hidden',
    border: '1px solid',
    borderColor: theme.palette.background.paper,
    borderRadius: 2,
    '&:hover': { borderColor: theme.palette.text.primary },
    '&:focus-within': { outline: `2px solid ${theme.palette.text.primary}` },
    // What has the focus lies over its neighbours.
    '&:focus-within, &:hover': { zIndex: 1 },
  },
  link: {
    display: 'block',
    width: '100%',
    height: '100%',
    padding: '1px 5px',
    fontSize: 12,
    lineHeight: '16px',
    overflow: 'hidden',
    color: theme.palette.text.primary,
    '&, &:hover, &:focus': { textDecoration: 'none', outline: 'none' },
  },
  line: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
}));

/** Below this there is no room for a readable word. */
const leastLabel = { widthPx: 44, heightPx: 19 };
const twoLinesPx = 36;

/** Half a name still tells something, but half a number tells a wrong one. */
const digitPx = 7;
const paddingPx = 14;

function fits(words: string, { width, height }: Rectangle): boolean {
  return height >= twoLinesPx && width >= words.length * digitPx + paddingPx;
}

/** What fills the plugin databases: areas as large as their bytes. */
export function Treemap(props: { overview: Overview; storage: StorageReport }) {
  const { overview, storage } = props;
  const blocks = treemapBlocks(overview.databases, storage);
  return (
    <ChartFigure
      label="What fills the plugin databases"
      said="Each area is as large as its bytes: a colour is a plugin, a field one of its tables with its indexes. A field leads to its database."
      heightPx={400}
      empty={blocks.length === 0 && 'No size has been read yet.'}
      data={() => ({
        columns: ['Plugin', 'Table', 'Size'],
        rows: blocks.flatMap(({ name, approximate, parts }) =>
          parts.map(part => [
            name,
            <bdi>{part.name}</bdi>,
            sizeInWords({
              bytes: part.bytes,
              approximate: approximate || part.table?.approximate,
            }),
          ]),
        ),
      })}
    >
      {widthPx => <Blocks blocks={blocks} widthPx={widthPx} />}
    </ChartFigure>
  );
}

function Blocks(props: { blocks: readonly Block[]; widthPx: number }) {
  const { blocks, widthPx } = props;
  const classes = useStyles();
  const height = widthPx < 600 ? 520 : 400;
  const areas = squarify(
    blocks.map(({ bytes }) => bytes),
    { x: 0, y: 0, width: widthPx, height },
  );
  return (
    <ul className={classes.map} style={{ height }}>
      {blocks.map((block, place) => (
        <BlockArea
          key={block.database?.id ?? ''}
          block={block}
          area={areas[place]}
          place={block.database ? place : seriesLimit}
        />
      ))}
    </ul>
  );
}

function BlockArea(props: { block: Block; area: Rectangle; place: number }) {
  const { block, area, place } = props;
  const classes = useStyles();
  const theme = useTheme();
  const links = usePageLinks();
  const { strong, tint } = seriesColours(theme, place);
  const size = sizeInWords(block);
  const withHead =
    area.width >= leastLabel.widthPx && area.height >= 2 * headPx;
  const parts = squarify(
    block.parts.map(({ bytes }) => bytes),
    {
      x: 0,
      y: withHead ? headPx : 0,
      width: Math.max(0, area.width - 2),
      height: Math.max(0, area.height - 2 - (withHead ? headPx : 0)),
    },
  );
  return (
    <li
      className={classes.block}
      style={{ ...placed(area), boxShadow: `inset 0 3px 0 ${strong}` }}
    >
      {withHead && (
        <div className={classes.head} title={`${block.name}, ${size}`}>
          <span className={classes.name}>{block.name}</span>
          {area.width > 150 && <span className={classes.size}>{size}</span>}
        </div>
      )}
      <ul className={classes.parts} aria-label={`${block.name}, ${size}`}>
        {block.parts.map((part, index) => {
          const own = parts[index];
          const words = bytesInWords(part.bytes);
          const said = `${block.database ? `${block.name}: ` : ''}${isolated(
            part.name,
          )}, ${sizeInWords({ ...part.table, bytes: part.bytes })}`;
          const labelled =
            own.width >= leastLabel.widthPx &&
            own.height >= leastLabel.heightPx;
          return (
            <li
              key={index}
              className={classes.part}
              title={said}
              style={{
                ...placed(own),
                left: own.x + 1,
                top: own.y + 1,
                backgroundColor: tint,
              }}
            >
              <Link
                className={classes.link}
                aria-label={said}
                to={
                  links.database(part.databaseId!) +
                  (part.table
                    ? `?table=${encodeURIComponent(qualifiedName(part.table))}`
                    : '')
                }
              >
                {labelled && <bdi className={classes.line}>{part.name}</bdi>}{' '}
                {labelled && fits(words, own) && (
                  <span className={classes.line}>{words}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </li>
  );
}

function placed({ x, y, width, height }: Rectangle) {
  return { left: x, top: y, width, height };
}
