/** What the frame around every page says. */
export const texts = {
  skip: 'Skip to the content',
  menu: 'Menu',
  navigation: 'Pages',
  overview: 'Overview',
  applications: 'Applications',
  organizations: 'Organizations',
  users: 'Users',
  activity: 'Activity',
  account: 'My account',
  explorer: 'Explorer',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,
  appearance: (now: 'auto' | 'light' | 'dark') =>
    ({
      auto: 'Appearance: like the system. Change to light',
      light: 'Appearance: light. Change to dark',
      dark: 'Appearance: dark. Change to that of the system',
    })[now],
  ended: {
    title: 'Your session has ended',
    text: 'Nothing that you have typed is lost. Sign in again in a new window, and go on here.',
    again: 'Sign in again',
    blocked: 'The browser has blocked the window. Allow pop-ups for this page, and try again.',
  },
  changed: {
    title: 'Somebody else has signed in',
    text: 'This browser is now signed in as another user, whose rights may be others. What you have typed here cannot be saved as them.',
    reload: 'Go on as the other user',
  },
  broken: {
    title: 'This page cannot be shown',
    retry: 'Try again',
    reload: 'Load the console anew',
    newer: 'The console has been updated meanwhile, so a part of it is gone. Load it anew.',
  },
  cannotStart: { title: 'The console cannot start', retry: 'Try again' },
};
