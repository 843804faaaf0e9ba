import { type Axis, logAxis } from './polling-axis.ts';
import {
  type Comparison,
  type Figures,
  type Strategy,
  WITH_HISTORY,
  WITHOUT_HISTORY,
} from './polling-simulation.ts';

const COLUMNS = 3;
const PANEL = { width: 300, height: 250 };
/** Where the plot lies in its panel. */
const PLOT = { left: 52, right: 286, top: 34, bottom: 196 };
/** Beside the outermost points, in powers of ten of requests. */
const ROOM_FOR_NAMES = 0.3;
const HEAD = 96;
const FIXED_COLOR = '#6b7280';
const ADAPTIVE = [
  { strategy: WITH_HISTORY, color: '#0b6e4f', label: 'adaptive, with history' },
  { strategy: WITHOUT_HISTORY, color: '#c2410c', label: 'adaptive, nothing known' },
];

/**
 * An SVG figure: for each workload the mean lateness against the mean number of requests, one point for each
 * strategy. The figure needs no scripts, fonts or styles from outside.
 */
export function chart(comparisons: readonly Comparison[]): string {
  const width = COLUMNS * PANEL.width;
  const height = HEAD + Math.ceil(comparisons.length / COLUMNS) * PANEL.height;
  const latenesses = comparisons.flatMap(({ figures }) => [...figures.values()].map((f) => f.meanLatenessS));
  const y = logAxis(latenesses, PLOT.bottom, PLOT.top, 0.15);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"`,
    ` font-family="Helvetica, Arial, 'Liberation Sans', sans-serif" font-size="13" fill="#1f2937">`,
    '<title>Lateness against requests, for adaptive and fixed polling</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...heading(),
    ...comparisons.map((comparison, index) => {
      const left = (index % COLUMNS) * PANEL.width;
      const top = HEAD + Math.floor(index / COLUMNS) * PANEL.height;
      return `<g transform="translate(${left} ${top})">\n${panel(comparison, y).join('\n')}\n</g>`;
    }),
    '</svg>\n',
  ].join('\n');
}

function heading(): string[] {
  const legend = ADAPTIVE.map(({ color, label }, index) =>
    [dot(28 + index * 210, 72, 6, color), text(40 + index * 210, 77, label)].join('\n'),
  );
  return [
    text(
      20,
      28,
      'How late the end of an execution is seen, and what that costs',
      'font-size="18" font-weight="600"',
    ),
    text(20, 50, 'Mean lateness against mean requests for each execution; lower and further left is better'),
    ...legend,
    `<path d="M448 72h24" stroke="${FIXED_COLOR}" stroke-width="1.5"/>`,
    dot(460, 72, 4, FIXED_COLOR),
    text(480, 77, 'fixed interval, named at the point'),
  ];
}

function panel({ workload, figures }: Comparison, y: Axis): string[] {
  const x = logAxis(
    [...figures.values()].map((f) => f.meanRequests),
    PLOT.left,
    PLOT.right,
    ROOM_FOR_NAMES,
  );
  const spot = (f: Figures): [number, number] => [x.at(f.meanRequests), y.at(f.meanLatenessS)];
  const fixed = [...figures].filter(([{ fixedMs }]) => fixedMs !== undefined);
  const path = fixed.map(([, f]) => spot(f).map(rounded).join(' ')).join('L');
  return [
    text(PLOT.left, 22, workload.name, 'font-size="14" font-weight="600"'),
    ...grid(x, y),
    `<path d="M${path}" fill="none" stroke="${FIXED_COLOR}" stroke-width="1.5"/>`,
    ...fixed.map(([strategy, f]) => fixedPoint(strategy, ...spot(f))),
    ...ADAPTIVE.flatMap(({ strategy, color }) => {
      const found = figures.get(strategy);
      return found ? [dot(...spot(found), 6, color)] : [];
    }),
  ];
}

function grid(x: Axis, y: Axis): string[] {
  const line = (d: string) => `<path d="${d}" stroke="#e5e7eb"/>`;
  const middle = (PLOT.left + PLOT.right) / 2;
  return [
    ...y.ticks.map((s) => line(`M${PLOT.left} ${rounded(y.at(s))}H${PLOT.right}`)),
    ...x.ticks.map((n) => line(`M${rounded(x.at(n))} ${PLOT.top}V${PLOT.bottom}`)),
    ...y.ticks.map((s) => text(PLOT.left - 6, y.at(s) + 4, `${s} s`, 'text-anchor="end" font-size="12"')),
    ...x.ticks.map((n) => text(x.at(n), PLOT.bottom + 17, `${n}`, 'text-anchor="middle" font-size="12"')),
    text(middle, PLOT.bottom + 34, 'requests', 'text-anchor="middle" font-size="12"'),
  ];
}

function fixedPoint({ fixedMs = 0 }: Strategy, x: number, y: number): string {
  return [
    dot(x, y, 4, FIXED_COLOR),
    text(x - 6, y + 14, `${fixedMs / 1000} s`, 'text-anchor="end" font-size="12"'),
  ].join('\n');
}

function dot(x: number, y: number, radius: number, color: string): string {
  return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${radius}" fill="${color}" stroke="#ffffff"/>`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<text x="${rounded(x)}" y="${rounded(y)}" ${attributes}>${escaped}</text>`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
