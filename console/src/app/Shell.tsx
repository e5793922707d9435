import {
  AppsIcon,
  CodeIcon,
  DeviceDesktopIcon,
  HistoryIcon,
  HomeIcon,
  MoonIcon,
  OrganizationIcon,
  PeopleIcon,
  PersonIcon,
  SignOutIcon,
  SunIcon,
  ThreeBarsIcon,
  XIcon,
} from '@primer/octicons-react';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import * as appearance from '../appearance.ts';
import { Skeleton } from '../components/Skeleton.tsx';
import { BRAND } from '../session/place.ts';
import { logOut, sessionState, subscribe } from '../session/session.ts';
import { Logo } from './Logo.tsx';
import { texts } from './texts.ts';
import { useViewer } from './viewer.tsx';

const PAGES = [
  { to: '/', label: texts.overview, icon: HomeIcon },
  { to: '/applications', label: texts.applications, icon: AppsIcon },
  { to: '/organizations', label: texts.organizations, icon: OrganizationIcon },
  { to: '/users', label: texts.users, icon: PeopleIcon, isFor: ({ isSuperuser }: { isSuperuser: boolean }) => isSuperuser },
  { to: '/activity', label: texts.activity, icon: HistoryIcon },
  { to: '/account', label: texts.account, icon: PersonIcon },
  { to: '/explorer', label: texts.explorer, icon: CodeIcon },
];
const APPEARANCES = { auto: DeviceDesktopIcon, light: SunIcon, dark: MoonIcon };

const SessionDialog = lazy(() => import('./SessionDialog.tsx'));

/** The frame around every page: where one is, who one is, and where else one can go. */
export function Shell() {
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  const { state } = useNavigation();
  const session = useSyncExternalStore(subscribe, sessionState);
  const content = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    // who reads by keyboard or ear begins a new page at its start
    if (shown.current !== pathname) content.current?.focus({ preventScroll: true });
    shown.current = pathname;
    setOpen(false);
  }, [pathname]);
  return (
    <div className="shell" data-open={isOpen || undefined}>
      <button type="button" className="skip" onClick={() => content.current?.focus()}>
        {texts.skip}
      </button>
      <header>
        <button
          type="button"
          className="icon-button menu"
          onClick={() => setOpen(!isOpen)}
          aria-label={texts.menu}
          aria-expanded={isOpen}
          aria-controls="pages"
        >
          {isOpen ? <XIcon aria-hidden /> : <ThreeBarsIcon aria-hidden />}
        </button>
        <Logo />
        <b className="brand">{BRAND}</b>
        <Appearance />
        <Suspense fallback={<Skeleton width={96} height={32} />}>
          <Account />
        </Suspense>
      </header>
      <nav id="pages" aria-label={texts.navigation}>
        <Suspense fallback={<NavigationSkeleton />}>
          <Navigation />
        </Suspense>
      </nav>
      <main id="content" ref={content} tabIndex={-1} aria-busy={state !== 'idle'}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {session !== 'open' && (
        <Suspense>
          <SessionDialog state={session} />
        </Suspense>
      )}
      <ScrollRestoration />
    </div>
  );
}

/** What stands where a page will be. */
export const PageSkeleton = () => (
  <div className="stack" aria-hidden>
    <Skeleton height={36} width={240} />
    <Skeleton height={160} />
    <Skeleton height={240} />
  </div>
);

const NavigationSkeleton = () => (
  <div className="stack" aria-hidden>
    {PAGES.map(({ to }) => (
      <Skeleton key={to} height={36} />
    ))}
  </div>
);

function Navigation() {
  const viewer = useViewer();
  return PAGES.filter(({ isFor }) => isFor?.(viewer) ?? true).map(({ to, label, icon: Icon }) => (
    <NavLink key={to} to={to} end={to === '/'} className="page-link">
      <Icon aria-hidden size={16} />
      {label}
    </NavLink>
  ));
}

function Account() {
  const { username, firstName, lastName } = useViewer();
  const name = `${firstName} ${lastName}`.trim() || username;
  return (
    <>
      <Link to="/account" className="button quiet account" aria-label={texts.signedInAs(name)}>
        <PersonIcon aria-hidden />
        <span>{name}</span>
      </Link>
      <button type="button" className="icon-button" aria-label={texts.signOut} title={texts.signOut} onClick={() => void logOut()}>
        <SignOutIcon aria-hidden />
      </button>
    </>
  );
}

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;

function Appearance() {
  const chosen = useSyncExternalStore(appearance.subscribe, appearance.choice);
  const Icon = APPEARANCES[chosen];
  const label = texts.appearance(chosen);
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={() => appearance.choose(NEXT[chosen])}>
      <Icon aria-hidden />
    </button>
  );
}
