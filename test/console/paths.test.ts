import { expect, test } from '@jest/globals';
import { matchRoutes } from 'react-router';
import { ROUTES } from '../../console/src/app/routes.tsx';
import { CONSOLE_PAGE } from '../../src/http/console-page.ts';

/** Whether the console has a page there, other than that which says that there is none. */
const hasPage = (path: string) => matchRoutes(ROUTES, path)?.at(-1)?.route.path !== '*';
/** The paths of its pages, as they are written. */
const pages = (routes = ROUTES): string[] =>
  routes.flatMap(({ path, children }) => [...(path === undefined || path === '*' ? [] : [path]), ...pages(children ?? [])]);
/** The words with which the paths begin that the gateway shows the console at. */
const served = CONSOLE_PAGE.source.match(/[a-z]+/g) ?? [];

test('each page of the console is shown by the gateway when it is loaded anew', () => {
  expect(pages()).toContain('applications/:clientId/:tab?');
  const paths = pages().flatMap((path) => [path.replaceAll('?', ''), path.replace(/\/:\w+\?/, '')]);
  const lost = ['', ...paths].map((path) => `/${path.replaceAll(/:\w+/g, 'x')}`).filter((path) => !CONSOLE_PAGE.test(path));
  expect(lost).toEqual([]);
});

test('the gateway shows the console where that has a page, and nowhere else', () => {
  expect(served).toContain('applications');
  const paths = served.flatMap((word) => [`/${word}`, `/${word}/x`, `/${word}x`]).filter((path) => CONSOLE_PAGE.test(path));
  // where a login ends, no page is shown
  expect(paths.filter((path) => !hasPage(path))).toEqual(['/callback']);
});
