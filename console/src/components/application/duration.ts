const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds as people say them: by the two greatest units, such as "1 hour, 30 minutes". */
export function durationOf(seconds: number): string {
  let rest = seconds;
  const parts = UNITS.flatMap(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count > 0 ? [new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(count)] : [];
  });
  return parts.slice(0, 2).join(', ');
}
