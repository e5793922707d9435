import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { useComputedColorScheme } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import { Themed } from '../../console/src/app/Themed.tsx';
import { choose } from '../../console/src/appearance.ts';

const KEY = 'mantine-color-scheme-value';
const Scheme = () => <output>{useComputedColorScheme()}</output>;
const shown = () => [screen.getByRole('status').textContent, document.documentElement.dataset['mantineColorScheme']];

beforeEach(() => choose('auto'));
afterEach(cleanup);

test('components are light or dark as the document is', () => {
  render(<Themed children={<Scheme />} />);
  expect(shown()).toEqual(['light', 'light']);
  act(() => choose('dark'));
  expect(shown()).toEqual(['dark', 'dark']);
});

test('what one tab has chosen last is not undone by another that hears of its choices late', () => {
  render(<Themed children={<Scheme />} />);
  localStorage.setItem(KEY, 'light');
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: 'dark', storageArea: localStorage })));
  expect([localStorage.getItem(KEY), ...shown()]).toEqual(['light', 'light', 'light']);
});
