import { createBrowserRouter, type RouteObject } from 'react-router';
import { BASE_PATH } from '../session/place.ts';
import { Broken } from './Broken.tsx';
import { Shell } from './Shell.tsx';

type Load = () => Promise<{ readonly Page: React.ComponentType }>;

/** The first page: plain HTML, as the frame is, so that nobody waits for the component library. */
const first = (load: Load) => async () => ({ Component: (await load()).Page });

/** A page that is loaded when it is opened, with the component library. */
const page = (load: Load) => async () => {
  const [{ Page }, { Themed }] = await Promise.all([load(), import('./Themed.tsx')]);
  const Component = () => (
    <Themed>
      <Page />
    </Themed>
  );
  return { Component };
};

/** Every page of the console. */
export const ROUTES: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <Broken />,
    // nothing was shown before, so nothing jumps
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, lazy: first(() => import('../pages/overview/Page.tsx')) },
          { path: 'applications', lazy: page(() => import('../pages/applications/Page.tsx')) },
          { path: 'applications/new', lazy: page(() => import('../pages/new-application/Page.tsx')) },
          { path: 'applications/:clientId/:tab?', lazy: page(() => import('../pages/application/Page.tsx')) },
          { path: 'activity', lazy: page(() => import('../pages/activity/Page.tsx')) },
          { path: 'organizations', lazy: page(() => import('../pages/organizations/Page.tsx')) },
          { path: 'organizations/:id', lazy: page(() => import('../pages/organization/Page.tsx')) },
          { path: 'users', lazy: page(() => import('../pages/users/Page.tsx')) },
          { path: 'users/:id', lazy: page(() => import('../pages/user/Page.tsx')) },
          { path: 'account', lazy: page(() => import('../pages/account/Page.tsx')) },
          { path: 'explorer', lazy: page(() => import('../pages/explorer/Page.tsx')) },
          { path: '*', lazy: page(() => import('../pages/nothing/Page.tsx')) },
        ],
      },
    ],
  },
];

/** The router, under the path at which the console is. */
export const createRouter = () => createBrowserRouter(ROUTES, { basename: BASE_PATH || '/' });
