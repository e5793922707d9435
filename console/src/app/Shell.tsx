import { ActionIcon, Burger, Button, Skeleton, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
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
} from '@primer/octicons-react';
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
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
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const { state } = useNavigation();
  const session = useSyncExternalStore(subscribe, sessionState);
  const content = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    // who reads by keyboard or ear begins a new page at its start
    if (shown.current !== pathname) content.current?.focus({ preventScroll: true });
    shown.current = pathname;
    close();
  }, [pathname, close]);
  return (
    <div className="shell" data-open={isOpen || undefined}>
      <button type="button" className="skip" onClick={() => content.current?.focus()}>
        {texts.skip}
      </button>
      <header>
        <Burger
          opened={isOpen}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={texts.menu}
          aria-expanded={isOpen}
          aria-controls="pages"
        />
        <Logo />
        <Text component="span" fw={700} truncate flex={1}>
          {BRAND}
        </Text>
        <Appearance />
        <Suspense fallback={<Skeleton w={96} h={32} />}>
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
  <Stack aria-hidden>
    <Skeleton h={36} w={240} />
    <Skeleton h={160} />
    <Skeleton h={240} />
  </Stack>
);

const NavigationSkeleton = () => (
  <Stack gap="xs" aria-hidden>
    {PAGES.map(({ to }) => (
      <Skeleton key={to} h={36} />
    ))}
  </Stack>
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
      <Button
        component={Link}
        to="/account"
        variant="subtle"
        color="gray"
        maw={220}
        visibleFrom="xs"
        aria-label={texts.signedInAs(name)}
        leftSection={<PersonIcon aria-hidden />}
      >
        <Text component="span" size="sm" truncate>
          {name}
        </Text>
      </Button>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.signOut} title={texts.signOut} onClick={() => void logOut()}>
        <SignOutIcon aria-hidden />
      </ActionIcon>
    </>
  );
}

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = APPEARANCES[colorScheme];
  const label = texts.appearance(colorScheme);
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} title={label} onClick={() => setColorScheme(NEXT[colorScheme])}>
      <Icon aria-hidden />
    </ActionIcon>
  );
}
