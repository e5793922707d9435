interface Answered<Data> {
  readonly data?: Data | undefined;
  readonly previousData?: Data | undefined;
  readonly error?: unknown;
}

/** What a list shows of its query: while others are on their way, those before; nothing where what was asked for could not be had. */
export const shownOf = <Data>({ data, previousData, error }: Answered<Data>): Data | undefined =>
  error ? undefined : (data ?? previousData);
