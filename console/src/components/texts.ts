/** What parts say that several pages have. */
export const texts = {
  copy: (what: string) => `Copy ${what}`,
  copied: 'Copied',
  never: 'never',
  cancel: 'Cancel',
  close: 'Close',
  keys: 'Keys',
  keysOn: 'Single keys do something',
  typeToConfirm: (name: string) => `Type ${name} to confirm`,
  retry: 'Try again',
  failed: 'That did not work',
  nothing: {
    title: 'There is nothing here',
    text: 'The address may be wrong, or what was here is gone, or it is not yours to see.',
    home: 'Go to the overview',
  },
  more: 'Show more',
  shown: (shown: number, total: number | undefined) => (total === undefined ? `${shown}` : `${shown} of ${total}`),
};
