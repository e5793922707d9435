/** Whole seconds since 1970. */
export const unixTime = (time: Date): number => Math.floor(time.getTime() / 1000);

/** A time of ISO 8601 in UTC, without fractions of a second. */
const iso = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** A time in the three forms in which the calls of `OAuth` say it. */
export const timesOf = (name: string, time: Date): Record<string, unknown> => ({
  [name]: `/Date(${time.getTime()})/`,
  [`${name}ISO8601`]: iso(time),
  [`${name}UnixTime`]: unixTime(time),
});

/** A time in the three forms in which the authorization server says it. */
export const timesOfToken = (name: string, time: Date): Record<string, unknown> => ({
  [name]: `/Date(${time.getTime()})/`,
  [`${name}_ISO8601`]: iso(time),
  [`${name}_unix_time`]: unixTime(time),
});
