import type { Kind } from '../../components/application/kinds.ts';

/** What is said where applications are registered. */
export const texts = {
  title: 'New application',
  about: 'Registers an OAuth client, so that it can get tokens.',
  kind: 'What is it?',
  kinds: {
    page: {
      label: 'Single page',
      text: 'Runs in the browser of its users, such as a React or Vue app. Has no secret; signs in with PKCE.',
    },
    server: { label: 'Web server', text: 'Signs users in, and keeps its secret on the server.' },
    native: { label: 'Native or mobile', text: 'Installed on a phone or computer; opens the browser to sign users in. Has no secret.' },
    device: {
      label: 'Command line or device',
      text: 'Shows a code that users type in on another device, such as a television. Has no secret.',
    },
    service: { label: 'Service', text: 'A program that acts for itself, without a user.' },
    older: { label: 'Older system, by password', text: 'Asks users for their password itself. Only where nothing else is possible.' },
  } satisfies Record<Kind, object>,
  olderTitle: 'Users give this application their password',
  olderText:
    'It can do with it whatever they can, users learn to type it anywhere, and second factors do not work. RFC 9700, section 2.4, forbids it. The gateway refuses it unless it runs with PASSWORD_GRANT=true. Choose another kind if you can.',
  basics: 'What it is called',
  addresses: 'Where it is used',
  scopes: 'What it may do',
  more: 'More',
  moreText:
    'Client id, validity of tokens, consent, contact. All of it can be left as it is, and all but the client id can be changed later.',
  register: 'Register',
  none: 'You cannot register applications',
  noneText: 'That is for the admins of an organization. Ask one of yours to make you an admin, or to register it.',
  created: (name: string) => `${name} is registered`,
  createdText: 'It can get tokens from now on.',
  open: 'Open the application',
  another: 'Register another one',
};
