import type { DailyCount } from './operations.ts';
import { texts } from './texts.ts';

/** Round numbers from none to at least this one, up to six of them. */
export function marksUpTo(most: number): readonly number[] {
  const end = Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(end / 5));
  const step = Math.max(1, ([1, 2, 5].find((digit) => digit * power * 5 >= end) ?? 10) * power);
  return Array.from({ length: Math.ceil(end / step) + 1 }, (_, index) => index * step);
}

/** Draws how often something happened on each day. For those who cannot see it there is a table, so that nothing here takes the focus. */
export function Chart({ days }: { days: readonly DailyCount[] }) {
  const marks = marksUpTo(Math.max(...days.map(({ count }) => count)));
  const top = marks.at(-1) as number;
  const named = [0, Math.floor(days.length / 2), days.length - 1].flatMap((index) => days[index] ?? []);
  return (
    <div aria-hidden className="chart">
      <div className="marks">
        {marks.map((mark) => (
          <span key={mark}>{texts.amount(mark)}</span>
        ))}
      </div>
      <svg aria-hidden viewBox={`0 0 ${days.length} ${top}`} preserveAspectRatio="none">
        {marks.map((mark) => (
          <line key={mark} x2={days.length} y1={top - mark} y2={top - mark} />
        ))}
        {days.map(({ date, count }, index) => (
          <g key={date}>
            <title>{texts.onDay(date, count)}</title>
            <rect className="whole" x={index} width={1} height={top} />
            <rect x={index + 0.15} width={0.7} y={top - count} height={count} />
          </g>
        ))}
      </svg>
      <div className="named">
        {named.map(({ date }) => (
          <span key={date}>{texts.dayOf(date)}</span>
        ))}
      </div>
    </div>
  );
}
