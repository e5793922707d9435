import { beforeEach, expect, jest, test } from '@jest/globals';

const KEY = 'mantine-color-scheme-value';
const shown = () => document.documentElement.dataset['mantineColorScheme'];

/** The module as a page has it that is opened now. */
async function opened() {
  jest.resetModules();
  return import('../../console/src/appearance.ts');
}

beforeEach(() => localStorage.clear());

test('pages look as the system does, until somebody chooses', async () => {
  const { choice, choose, colorScheme, subscribe } = await opened();
  expect([choice(), colorScheme(), shown()]).toEqual(['auto', 'light', 'light']);
  const told = jest.fn();
  const end = subscribe(told);
  choose('dark');
  expect([choice(), colorScheme(), shown(), told.mock.calls.length]).toEqual(['dark', 'dark', 'dark', 1]);
  end();
  choose('auto');
  expect([colorScheme(), shown(), told.mock.calls.length]).toEqual(['light', 'light', 1]);
});

test('what was chosen is kept for the next visit, and anything else that is found there is not taken for a choice', async () => {
  (await opened()).choose('dark');
  expect([(await opened()).choice(), shown()]).toEqual(['dark', 'dark']);
  for (const other of ['purple', '__proto__', '']) {
    localStorage.setItem(KEY, other);
    expect([(await opened()).choice(), shown()]).toEqual(['auto', 'light']);
  }
});

test('what is chosen in one tab holds in the others', async () => {
  const { choice } = await opened();
  localStorage.setItem(KEY, 'dark');
  window.dispatchEvent(new StorageEvent('storage', { key: 'something else' }));
  expect([choice(), shown()]).toEqual(['auto', 'light']);
  window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: 'dark' }));
  expect([choice(), shown()]).toEqual(['dark', 'dark']);
});

test('where the browser keeps nothing, a choice holds for the visit', async () => {
  const refused = jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('refused', 'SecurityError');
  });
  const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  try {
    const { choice, choose } = await opened();
    expect(choice()).toBe('auto');
    choose('dark');
    expect([choice(), shown()]).toEqual(['dark', 'dark']);
  } finally {
    refused.mockRestore();
    full.mockRestore();
  }
});
