import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import type {
  ApplicationDetailsFragment,
  RotateClientSecretInput,
  UpdateApplicationInput,
} from '../../console/src/api/generated/graphql.ts';
import { Page } from '../../console/src/pages/application/Page.tsx';
import { application, secret, withSecrets } from './support/application.ts';
import type { Answer } from './support/gateway.ts';
import { SUPERUSER, show } from './support/show.tsx';

afterEach(cleanup);

const ROUTES = [
  { path: '/applications/:clientId/:tab?', element: <Page /> },
  { path: '/applications', element: <p>all applications</p> },
];
/** What those may do who may read alone. */
const READING = { __typename: 'UserCapabilities' as const, edit: false, delete: false };
const SECRET = 'clt_sec_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';

/** Shows a part of the page of an application that others may change meanwhile. */
async function open(part: string, values: Partial<ApplicationDetailsFragment> = {}, answers: Record<string, Answer> = {}) {
  const stored = { now: application(values) };
  const shown = await show(ROUTES, `/applications/reporter/${part}`, {
    ApplicationPage: () => ({ application: stored.now }),
    Scopes: { scopes: [{ __typename: 'Scope', name: 'read', description: 'Read.' }] },
    FindOrganizations: {
      organizations: {
        __typename: 'OrganizationConnection',
        edges: [],
        pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
      },
    },
    ...answers,
  });
  await screen.findByRole('heading', { level: 1 });
  return { ...shown, stored };
}

/** An API that changes the application, unless somebody else was faster. */
function changing(inputs: UpdateApplicationInput[], stored: () => { now: ReturnType<typeof application> }): Answer {
  return (({ input }: { input: UpdateApplicationInput }) => {
    inputs.push(input);
    const { id, expectedVersion, ...changes } = input;
    const found = stored();
    const isStale = expectedVersion !== found.now.version;
    if (!isStale) found.now = { ...found.now, ...(changes as object), version: found.now.version + 1 };
    return {
      updateApplication: {
        __typename: 'UpdateApplicationPayload',
        application: isStale ? null : found.now,
        clientSecret: !isStale && changes.clientType === 'CONFIDENTIAL' ? SECRET : null,
        userErrors: isStale ? [{ __typename: 'UserError', code: 'CONFLICT', field: ['expectedVersion'], message: 'Changed.' }] : [],
      },
    };
  }) as never;
}

const field = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement;
const retype = async (user: Awaited<ReturnType<typeof open>>['user'], name: string, text: string) => {
  await user.clear(field(name));
  await user.type(field(name), text);
};

describe('the settings', () => {
  test('send what was changed alone, with the version that was read', async () => {
    const inputs: UpdateApplicationInput[] = [];
    const opened: Awaited<ReturnType<typeof open>> = await open(
      'settings',
      {},
      { UpdateApplication: changing(inputs, () => opened.stored) },
    );
    await retype(opened.user, 'Vendor', 'Acme');
    await opened.user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect((screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement).disabled).toBe(true));
    expect(inputs).toEqual([{ id: 'application-1', expectedVersion: 1, vendor: 'Acme' }]);
    expect(field('Vendor').value).toBe('Acme');
  });

  test('where somebody else was faster, show both versions, ask only for what both changed, and save what is chosen', async () => {
    const inputs: UpdateApplicationInput[] = [];
    const opened: Awaited<ReturnType<typeof open>> = await open(
      'settings',
      {},
      { UpdateApplication: changing(inputs, () => opened.stored) },
    );
    const { user, stored } = opened;
    await retype(user, 'Name', 'My reporter');
    await retype(user, 'Vendor', 'My vendor');
    stored.now = { ...stored.now, version: 2, name: 'Their reporter', url: 'https://theirs.example.org' };
    await user.click(screen.getByRole('button', { name: 'Save' }));

    const dialog = within(await screen.findByRole('dialog', { name: 'Somebody else has changed it meanwhile' }));
    const choice = (of: string) => within(dialog.getByRole('radiogroup', { name: of }));
    const isMine = (of: string) => (choice(of).getByRole('radio', { name: 'Mine' }) as HTMLInputElement).checked;
    const isTheirs = (of: string) => (choice(of).getByRole('radio', { name: 'Theirs' }) as HTMLInputElement).checked;
    expect(['Name', 'Vendor', 'Home page'].map((of) => [isMine(of), isTheirs(of)])).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
    expect(choice('Name').getByText('Their reporter')).toBeTruthy();
    expect((dialog.getByRole('button', { name: 'Save what is chosen' }) as HTMLButtonElement).disabled).toBe(true);
    await user.click(choice('Name').getByRole('radio', { name: 'Mine' }));
    await user.click(dialog.getByRole('button', { name: 'Save what is chosen' }));

    await waitFor(() => expect(inputs).toHaveLength(2));
    expect(inputs[1]).toEqual({ id: 'application-1', expectedVersion: 2, name: 'My reporter', vendor: 'My vendor' });
    await waitFor(() => expect(stored.now).toMatchObject({ name: 'My reporter', vendor: 'My vendor', url: 'https://theirs.example.org' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'My reporter' })).toBeTruthy();
  });

  test('show the secret of a client that has become confidential, this once', async () => {
    const inputs: UpdateApplicationInput[] = [];
    const opened: Awaited<ReturnType<typeof open>> = await open(
      'settings',
      { clientType: 'PUBLIC' },
      { UpdateApplication: changing(inputs, () => opened.stored) },
    );
    const { user, client } = opened;
    await user.click(screen.getByRole('radio', { name: 'Confidential' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'The new client secret' }));
    expect(dialog.getByText(SECRET)).toBeTruthy();
    expect((dialog.getByRole('button', { name: 'Done' }) as HTMLButtonElement).disabled).toBe(true);
    await user.click(dialog.getByRole('checkbox', { name: 'I have stored it' }));
    await user.click(dialog.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByText(SECRET)).toBeNull());
    expect(JSON.stringify(client.cache.extract())).not.toContain(SECRET);
  });

  test('offer no change to those who may make none', async () => {
    await open('settings', { userCapabilities: READING });
    expect(await screen.findByText('You may read this application. Admins of its organization may change it.')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('link', { name: 'Danger zone' })).toBeNull();
  });

  test('of what is trusted are locked for those who are no superusers, but for its description', async () => {
    await open('settings', { trusted: true }, { Viewer: { viewer: { ...SUPERUSER, isSuperuser: false } } });
    expect(((await screen.findByRole('textbox', { name: 'Name' })) as HTMLInputElement).disabled).toBe(false);
    expect(screen.getByRole('group', { name: 'Redirect URIs' }).matches(':disabled')).toBe(true);
  });
});

test('an application that is not there, or not to be seen, is nothing', async () => {
  await open('settings', {}, { ApplicationPage: { application: null } });
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeTruthy();
});

test('a part that there is not is nothing', async () => {
  await open('nonsense');
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeTruthy();
});

test('the console itself says why nobody can change it', async () => {
  const values = {
    clientId: 'clientele-console',
    userCapabilities: READING,
  };
  await open('connect', values);
  expect(await screen.findByText(/It belongs to the gateway itself/)).toBeTruthy();
});

test('a secret is rotated with an overlap, shown once, and then one of the list', async () => {
  const inputs: RotateClientSecretInput[] = [];
  const { user, client } = await open(
    'secrets',
    {},
    {
      ApplicationSecrets: { application: withSecrets([secret()]) },
      RotateClientSecret: (({ input }: { input: RotateClientSecretInput }) => {
        inputs.push(input);
        const secrets = [secret({ id: 'secret-2', name: input.name, hint: 'DEFG' }), secret()];
        return {
          rotateClientSecret: {
            __typename: 'RotateClientSecretPayload',
            application: withSecrets(secrets),
            clientSecret: SECRET,
            revokedTokenCount: 0,
            userErrors: [],
          },
        };
      }) as never,
    },
  );
  await screen.findByText('…aaaa');
  expect(screen.queryByRole('button', { name: 'Delete the secret that ends in aaaa' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Rotate' }));
  const form = within(await screen.findByRole('dialog', { name: 'Rotate the client secret' }));
  await user.selectOptions(form.getByRole('combobox', { name: 'The earlier secrets' }), 'work for another 7 days');
  await user.type(form.getByRole('textbox', { name: 'Name of the new secret' }), 'second');
  await user.click(form.getByRole('button', { name: 'Rotate' }));

  const dialog = within(await screen.findByRole('dialog', { name: 'The new client secret' }));
  expect(dialog.getByText(SECRET)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Copy the secret' }));
  await user.click(dialog.getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(document.body.innerHTML).not.toContain(SECRET));
  expect(JSON.stringify(client.cache.extract())).not.toContain(SECRET);
  expect(inputs).toEqual([
    { applicationId: 'application-1', name: 'second', expiresAt: null, keepPreviousFor: 604800, revokeTokens: false },
  ]);
  expect(screen.getByText('…DEFG')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Delete the secret that ends in aaaa' })).toBeTruthy();
});

test('it is deleted once its name was typed, after what ends with it was said', async () => {
  const name = '<script>alert(1)</script>';
  const { user, router } = await open(
    'danger',
    { name },
    {
      ApplicationConsequences: {
        application: {
          __typename: 'Application',
          id: 'application-1',
          tokenCounts: { __typename: 'TokenCounts', active: 12, total: 40 },
          secrets: [{ __typename: 'ClientSecret', id: 'secret-1' }],
        },
      },
      DeleteApplication: { deleteApplication: { __typename: 'DeleteApplicationPayload', deletedId: 'application-1', userErrors: [] } },
    },
  );
  await user.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete this application?' }));
  expect(dialog.getByText(/goes for good, with 1 secret and 12 active tokens/)).toBeTruthy();
  const button = dialog.getByRole('button', { name: 'Delete' }) as HTMLButtonElement;
  expect(button.disabled).toBe(true);
  await user.type(dialog.getByRole('textbox'), name);
  await user.click(button);
  await screen.findByText('all applications');
  expect(router.state.location.pathname).toBe('/applications');
  expect(document.querySelector('script')).toBeNull();
});
