const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The time that a text says as ISO 8601 does, with a date, a time and a zone; undefined for any other text. */
export function timeOf(text: string): Date | undefined {
  const [, year, month, day] = ISO_8601.exec(text) ?? [];
  const time = new Date(year === undefined ? Number.NaN : text);
  // a day that the month does not have would be taken for one of the next
  const isDay = Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return isDay && !Number.isNaN(time.getTime()) ? time : undefined;
}
