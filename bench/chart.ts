import { CONTESTANTS, POSTGRESQL, SQLITE } from './contestant.ts';
import { machine, type Report, rate } from './report.ts';
import { WORKS } from './work.ts';

const SHOWN = ['Q2', 'Q1', 'Q3', 'M1'];
const OURS = new Set([SQLITE, POSTGRESQL]);
const [WIDTH, PANEL, LINE, LABEL] = [900, 440, 22, 232];

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function panel(report: Report, work: string, left: number, top: number): string {
  const bars = CONTESTANTS.map(({ name }) => ({ name, value: rate(report, work, name) })).filter(({ value }) => !Number.isNaN(value));
  const most = Math.max(...bars.map(({ value }) => value));
  const room = PANEL - LABEL - 62;
  const title = `${work}: ${WORKS.find(({ name }) => name === work)?.title}`;
  const rows = bars.map(({ name, value }, index) => {
    const y = 34 + index * LINE;
    const width = Math.max(1, (value / most) * room).toFixed(1);
    return [
      `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end">${escaped(name)}</text>`,
      `<rect x="${LABEL}" y="${y}" width="${width}" height="16" rx="2" class="${OURS.has(name) ? 'ours' : 'other'}"/>`,
      `<text x="${LABEL + Number(width) + 6}" y="${y + 12}" class="value">${Math.round(value).toLocaleString('en')}</text>`,
    ].join('');
  });
  return `<g transform="translate(${left} ${top})"><text x="0" y="16" class="title">${escaped(title)}</text>\n${rows.join('\n')}</g>`;
}

/** The chart of one run: requests per second of each contestant, readable on light and on dark ground. */
export function chart(report: Report): string {
  const height = 34 + CONTESTANTS.length * LINE + 24;
  const panels = SHOWN.map((work, index) => panel(report, work, 8 + (index % 2) * (WIDTH / 2), 34 + Math.floor(index / 2) * height));
  const caption = `Requests per second on one core, 16 connections; more is better. ${machine()}. ${report.date.slice(0, 10)}.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${2 * height + 44}" role="img" aria-label="${escaped(caption)}">
<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 14px; }
  .value, .caption { fill: #57606a; }
  .ours { fill: #0969da; }
  .other { fill: #afb8c1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .value, .caption { fill: #9198a1; }
    .ours { fill: #4493f8; }
    .other { fill: #59636e; }
  }
</style>
<text x="8" y="20" class="caption">${escaped(caption)}</text>
${panels.join('\n')}
</svg>
`;
}
