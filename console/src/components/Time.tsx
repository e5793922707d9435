import { texts } from './texts.ts';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

const UNITS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
] as const;

/** A time as people say it: how long ago or from now within a month, else the day. @param now milliseconds */
export function told(time: string, now: number = Date.now()): string {
  let amount = (Date.parse(time) - now) / 1000;
  for (const [unit, bound] of UNITS) {
    if (Math.abs(amount) < bound) return relative.format(Math.round(amount), unit);
    amount /= bound;
  }
  return day.format(new Date(time));
}

/** A time in the viewer's zone, as people say it; the exact one when it is pointed at. */
export function Time({ value, none = texts.never }: { value: string | null | undefined; none?: string }) {
  if (!value) return <span className="soft">{none}</span>;
  return (
    <time dateTime={value} title={exact.format(new Date(value))}>
      {told(value)}
    </time>
  );
}
