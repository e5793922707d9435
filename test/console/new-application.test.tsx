import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import type { CreateApplicationInput } from '../../console/src/api/generated/graphql.ts';
import { Page } from '../../console/src/pages/new-application/Page.tsx';
import { application } from './support/application.ts';
import { SUPERUSER, show } from './support/show.tsx';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
});

const ROUTES = [
  { path: '/applications/new', element: <Page /> },
  { path: '/elsewhere', element: <p>elsewhere</p> },
];
const SECRET = 'clt_sec_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
const ACME = { __typename: 'Organization', id: 'organization-1', name: 'Acme', viewerRole: 'ADMIN', userCapabilities: { edit: true } };
/** An admin of one organization. */
const ADMIN = {
  ...SUPERUSER,
  isSuperuser: false,
  organizations: { __typename: 'OrganizationConnection', totalCount: 1, edges: [{ __typename: 'OrganizationEdge', node: ACME }] },
};
const SCOPES = {
  scopes: [
    { __typename: 'Scope', name: 'read', description: 'Read what the user may read.' },
    { __typename: 'Scope', name: 'admin', description: 'Do what only superusers may do.' },
  ],
};
type Input = { input: CreateApplicationInput };
const refused = (...faults: [field: string, message: string][]) => ({
  createApplication: {
    __typename: 'CreateApplicationPayload',
    application: null,
    clientSecret: null,
    userErrors: faults.map(([field, message]) => ({ __typename: 'UserError', field: field.split('.').filter(Boolean), message })),
  },
});
const registered = ({ input }: Input, clientSecret: string | null) => ({
  createApplication: {
    __typename: 'CreateApplicationPayload',
    application: application({
      name: input.name as string,
      clientId: 'made-id',
      clientType: input.clientType ?? 'PUBLIC',
      grantTypes: input.grantTypes ?? [],
    }),
    clientSecret,
    userErrors: [],
  },
});

async function open(kind: string, createApplication: (variables: Input) => object = () => refused()) {
  const shown = await show(ROUTES, `/applications/new?kind=${kind}`, {
    Viewer: { viewer: ADMIN },
    Scopes: SCOPES,
    CreateApplication: createApplication as never,
  });
  await screen.findByRole('checkbox', { name: 'admin at most' });
  return shown;
}

describe('the form of a new application', () => {
  test('asks for what its kind needs, and sends that', async () => {
    const inputs: CreateApplicationInput[] = [];
    const { user } = await open('service', (variables) => {
      inputs.push(variables.input);
      return registered(variables, SECRET);
    });
    expect(screen.queryByRole('group', { name: 'Redirect URIs' })).toBeNull();
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Reporter');
    await user.click(screen.getByRole('button', { name: 'Register' }));
    await screen.findByRole('heading', { name: 'Reporter is registered' });
    expect(inputs).toEqual([expect.objectContaining({ name: 'Reporter', clientType: 'CONFIDENTIAL', grantTypes: ['CLIENT_CREDENTIALS'] })]);
    expect(inputs[0]).not.toHaveProperty('redirectUris');
    expect(inputs[0]).toMatchObject({ organizationId: ACME.id, clientId: null, accessValidity: null });
  });

  test('puts each fault beside its field, also those of one line or folded away, and goes to the first', async () => {
    const { user } = await open('page', () =>
      refused(
        ['vendor', 'Must be one line.'],
        ['redirectUris.1', 'Must not have a fragment.'],
        ['scopes.0', 'There is no such scope.'],
        ['', 'The registry is full.'],
      ),
    );
    const lines = () => within(screen.getByRole('group', { name: 'Redirect URIs' })).getAllByRole('textbox');
    await user.click(lines()[0] as HTMLElement);
    await user.paste('https://a.example.org/\n\n  https://b.example.org/#top\n');
    await user.click(screen.getByRole('button', { name: 'Register' }));

    await screen.findByText('Must not have a fragment.');
    expect(lines()).toHaveLength(2);
    expect(document.activeElement).toBe(lines()[1]);
    expect(lines()[1]?.getAttribute('aria-invalid')).toBe('true');
    expect(lines()[0]?.getAttribute('aria-invalid')).not.toBe('true');
    expect(screen.getByText('Must be one line.').closest('details')?.open).toBe(true);
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
      'Scopes by default: There is no such scope.',
      'That did not workThe registry is full.',
    ]);
  });

  test('a thousand pasted lines are sent, and are not a thousand fields', async () => {
    const inputs: CreateApplicationInput[] = [];
    const { user } = await open('page', ({ input }) => {
      inputs.push(input);
      return refused(['redirectUris', 'At most 50; there are 1000.']);
    });
    const group = within(screen.getByRole('group', { name: 'Redirect URIs' }));
    await user.click(group.getByRole('textbox'));
    await user.paste(Array.from({ length: 1000 }, (_, index) => `https://app.example.org/${index}`).join('\r\n'));
    expect(group.getAllByRole('textbox').length).toBeLessThan(100);
    expect(group.getByText('940 more lines are not shown.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Register' }));
    expect(await group.findByText('At most 50; there are 1000.')).toBeTruthy();
    expect(inputs[0]?.redirectUris).toHaveLength(1000);
    await user.click(group.getByRole('button', { name: 'Remove all lines' }));
    expect(group.getAllByRole('textbox')).toHaveLength(1);
  });

  test('asks before it is left with something typed into it, and not otherwise', async () => {
    const { user, router } = await open('service');
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'R');
    await act(() => router.navigate('/elsewhere'));
    await user.click(await screen.findByRole('button', { name: 'Stay here' }));
    expect((screen.getByRole('textbox', { name: 'Name' }) as HTMLInputElement).value).toBe('R');
    await user.clear(screen.getByRole('textbox', { name: 'Name' }));
    await act(() => router.navigate('/elsewhere'));
    expect(await screen.findByText('elsewhere')).toBeTruthy();
  });

  test('a session that ends meanwhile loses nothing', async () => {
    const { user, gateway } = await open('service', (variables) => registered(variables, SECRET));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Reporter');
    gateway.tokens.clear();
    gateway.subject = undefined;
    await user.click(screen.getByRole('button', { name: 'Register' }));
    const other = new BroadcastChannel('clientele-session');
    await waitFor(() => expect(gateway.asked.slice(3)).toContain('authorize'));
    gateway.subject = '1';
    const { sessionState } = await import('../../console/src/session/session.ts');
    await waitFor(() => expect(sessionState()).toBe('ended'));
    other.postMessage('logged in');
    expect(await screen.findByRole('heading', { name: 'Reporter is registered' })).toBeTruthy();
    other.close();
  });

  test('offers `admin` to superusers alone', async () => {
    await open('service');
    expect((screen.getByRole('checkbox', { name: 'admin at most' }) as HTMLInputElement).disabled).toBe(true);
    expect((screen.getByRole('checkbox', { name: 'read at most' }) as HTMLInputElement).disabled).toBe(false);
  });
});

describe('a client secret', () => {
  test('is shown once, guarded until it is stored, and nowhere afterwards', async () => {
    const { user, router, client, gateway } = await open('service', (variables) => registered(variables, SECRET));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Reporter');
    await user.click(screen.getByRole('button', { name: 'Register' }));
    expect((await screen.findAllByText(SECRET)).length).toBe(1);

    await act(() => router.navigate('/elsewhere'));
    await user.click(await screen.findByRole('button', { name: 'Stay here' }));
    await user.click(screen.getByRole('button', { name: 'Copy the secret' }));
    expect(await navigator.clipboard.readText()).toBe(SECRET);
    await screen.findByRole('button', { name: 'Copied' });
    await navigator.clipboard.writeText('');

    await act(() => router.navigate('/elsewhere'));
    await screen.findByText('elsewhere');
    const left = [client.cache.extract(), { ...sessionStorage }, { ...localStorage }, router.state, location.href, document.body.innerHTML];
    expect(JSON.stringify(left)).not.toContain(SECRET);
    expect(gateway.asked.filter((name) => name === 'CreateApplication')).toHaveLength(1);
  });

  test('is saved as a file that a shell reads', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    URL.revokeObjectURL = () => {};
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    const { user } = await open('service', (variables) => registered(variables, SECRET));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Reporter');
    await user.click(screen.getByRole('button', { name: 'Register' }));
    await user.click(await screen.findByRole('button', { name: 'Save as .env file' }));
    const reader = new FileReader();
    const read = new Promise((resolve) => reader.addEventListener('load', () => resolve(reader.result)));
    reader.readAsText(saved[0] as Blob);
    expect(await read).toBe(`ISSUER=http://localhost:4000\nCLIENT_ID=made-id\nCLIENT_SECRET=${SECRET}\n`);
    expect(click).toHaveBeenCalledTimes(1);
    click.mockRestore();
  });
});

test('a name that is a script stays a name', async () => {
  const name = '<script>document.title = "run"</script>';
  const { user } = await open('device', (variables) => registered(variables, null));
  await user.type(screen.getByRole('textbox', { name: 'Name' }), name);
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByRole('heading', { name: `${name} is registered` })).toBeTruthy();
  expect(document.querySelector('script')).toBeNull();
});
