import { afterEach, describe, expect, test } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import type { UpdateOrganizationInput, UpdateUserInput } from '../../console/src/api/generated/graphql.ts';
import { Shell } from '../../console/src/app/Shell.tsx';
import { Page as Account } from '../../console/src/pages/account/Page.tsx';
import { Page as Organization } from '../../console/src/pages/organization/Page.tsx';
import { Page as User } from '../../console/src/pages/user/Page.tsx';
import { show } from './support/show.tsx';

afterEach(cleanup);

const GRACE = {
  __typename: 'User',
  id: 'user-1',
  username: 'grace',
  firstName: 'Grace',
  lastName: 'Murray',
  email: 'grace@example.org' as string | null,
  isEmailVerified: true,
  isSuperuser: false,
  isSystemAuditor: false,
  version: 1,
};

/** An API in which the user is changed, unless somebody else was faster. */
function changing(stored: { now: typeof GRACE }, inputs: UpdateUserInput[]) {
  return (({ input }: { input: UpdateUserInput }) => {
    inputs.push(input);
    const { id: _, expectedVersion, currentPassword: _password, ...changes } = input;
    const isStale = expectedVersion !== stored.now.version;
    if (!isStale) stored.now = { ...stored.now, ...(changes as object), version: stored.now.version + 1 };
    return {
      updateUser: {
        __typename: 'UpdateUserPayload',
        revokedTokenCount: 0,
        user: isStale ? null : stored.now,
        userErrors: isStale ? [{ __typename: 'UserError', code: 'CONFLICT', field: ['expectedVersion'], message: 'Changed.' }] : [],
      },
    };
  }) as never;
}

const field = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement;
const isOff = (name: string) => (screen.getByRole('button', { name }) as HTMLButtonElement).disabled;
const conflict = async () => within(await screen.findByRole('dialog', { name: 'Somebody else has changed it meanwhile' }));
const fieldsAskedFor = (dialog: Awaited<ReturnType<typeof conflict>>) =>
  dialog.getAllByRole('radiogroup').map((group) => document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent);

/** Opens one's own profile, that of somebody whom others change, too. @param mayAnswer what the API waits for once it has changed it */
async function openProfile(mayAnswer = Promise.resolve()) {
  const stored = { now: GRACE };
  const inputs: UpdateUserInput[] = [];
  const shown = await show([{ element: <Shell />, children: [{ path: '/account', element: <Account /> }] }], '/account', {
    MyProfile: () => ({ viewer: stored.now }),
    UpdateMyself: (async (variables: object) => {
      const answer = (changing(stored, inputs) as (variables: object) => Record<string, unknown>)(variables);
      await mayAnswer;
      return answer;
    }) as never,
  });
  await screen.findByRole('textbox', { name: 'Family name' });
  const retype = async (name: string, text: string) => {
    await shown.user.clear(field(name));
    await shown.user.type(field(name), text);
  };
  return { ...shown, stored, inputs, retype };
}

describe('one’s own profile', () => {
  test('is saved although a superuser has set a new password meanwhile, which has ended the session', async () => {
    const { user, gateway, stored, inputs, retype } = await openProfile();
    await retype('Family name', 'Hopper');
    stored.now = { ...stored.now, version: 2 };
    gateway.tokens.clear();
    gateway.subject = undefined;
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Your session has ended');
    gateway.subject = '1';
    const window = new BroadcastChannel('clientele-session');
    await act(async () => window.postMessage('logged in'));
    await screen.findByText('Your profile was changed.');
    window.close();
    expect(inputs).toEqual([
      { id: 'user-1', expectedVersion: 1, lastName: 'Hopper' },
      { id: 'user-1', expectedVersion: 2, lastName: 'Hopper' },
    ]);
    expect([stored.now.lastName, field('Family name').value, isOff('Save')]).toEqual(['Hopper', 'Hopper', true]);
  });

  test('shows both versions where somebody else has changed a field of it, and keeps the password that was typed', async () => {
    const { user, stored, inputs, retype } = await openProfile();
    await retype('E-mail address', 'grace@navy.example');
    await retype('Given name', 'Amazing');
    await user.type(screen.getByLabelText(/^Current password/), 'secret');
    stored.now = { ...stored.now, version: 2, email: null, lastName: 'Hopper' };
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = await conflict();
    expect(fieldsAskedFor(dialog)).toEqual(['E-mail address', 'Given name', 'Family name']);
    const choice = within(dialog.getByRole('radiogroup', { name: 'E-mail address' }));
    expect(choice.getByRole('radio', { name: 'Theirs' }).closest('.mantine-Paper-root')?.textContent).toMatch(/none/);
    await user.click(choice.getByRole('radio', { name: 'Mine' }));
    await user.click(dialog.getByRole('button', { name: 'Save what is chosen' }));
    await waitFor(() => expect(stored.now.version).toBe(3));
    expect(inputs[1]).toEqual({
      id: 'user-1',
      expectedVersion: 2,
      email: 'grace@navy.example',
      firstName: 'Amazing',
      currentPassword: 'secret',
    });
    expect([stored.now.lastName, field('Family name').value]).toEqual(['Hopper', 'Hopper']);
  });

  test('keeps what is typed while it is being saved', async () => {
    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { user, stored, inputs, retype } = await openProfile(mayAnswer);
    await retype('Family name', 'Hopper');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(inputs.length).toBe(1));
    await retype('Given name', 'Amazing');
    await act(async () => answer());
    await screen.findByText('Your profile was changed.');
    expect([field('Given name').value, field('Family name').value, isOff('Save')]).toEqual(['Amazing', 'Hopper', false]);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(stored.now.version).toBe(3));
    expect(inputs[1]).toEqual({ id: 'user-1', expectedVersion: 2, firstName: 'Amazing' });
    await waitFor(() => expect(isOff('Save')).toBe(true));
  });

  test('stays as it was typed where one would rather go on typing', async () => {
    const { user, stored, inputs, retype } = await openProfile();
    await retype('Family name', 'Hopper');
    stored.now = { ...stored.now, version: 2, lastName: 'Other' };
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await conflict();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(field('Family name').value).toBe('Hopper');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await conflict();
    expect([inputs.length, stored.now.lastName]).toEqual([2, 'Other']);
  });
});

test('the profile of a user keeps what is typed when a new password is set beside it, and is saved', async () => {
  const stored = { now: { ...GRACE, id: 'user-2' } };
  const inputs: UpdateUserInput[] = [];
  const organizations = { __typename: 'OrganizationConnection', totalCount: 0, edges: [] };
  const { user } = await show([{ path: '/users/:id', element: <User /> }], '/users/user-2', {
    User: () => ({ user: { ...stored.now, organizations } }),
    UpdateUser: (({ input }: { input: UpdateUserInput }) =>
      // a password is set on whichever version there is
      (changing(stored, inputs) as (variables: object) => object)({ input: { expectedVersion: stored.now.version, ...input } })) as never,
  });
  await screen.findByRole('textbox', { name: 'Given name' });
  await user.type(field('Given name'), ' B.');
  await user.click(screen.getByRole('checkbox', { name: /^System auditor/ }));
  await user.type(screen.getByLabelText(/^New password/), 'a new password');
  await user.click(screen.getByRole('button', { name: 'Set the password' }));
  await waitFor(() => expect(stored.now.version).toBe(2));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(stored.now.version).toBe(3));
  expect(inputs.at(-1)).toEqual({ id: 'user-2', expectedVersion: 2, firstName: 'Grace B.', isSystemAuditor: true });
  expect(screen.queryByRole('dialog')).toBeNull();
});

/** Opens organizations that others change, too. */
async function openOrganizations(at: string) {
  const inputs: UpdateOrganizationInput[] = [];
  const organization = { __typename: 'Organization', description: '', version: 1 };
  const stored = { o1: { ...organization, id: 'o1', name: 'Acme' }, o2: { ...organization, id: 'o2', name: 'Umbrella' } };
  type Id = { id: keyof typeof stored };
  const none = { totalCount: 0, pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false }, edges: [] };
  const shown = await show([{ path: '/organizations/:id', element: <Organization /> }], at, {
    Organization: (({ id }: Id) => ({
      organization: {
        ...stored[id],
        userCapabilities: { __typename: 'UserCapabilities', edit: true, delete: false },
        applications: { __typename: 'ApplicationConnection', totalCount: 0 },
      },
    })) as never,
    OrganizationToEdit: (({ id }: Id) => ({ organization: stored[id] })) as never,
    Members: (({ id }: Id) => ({
      organization: { __typename: 'Organization', id, members: { __typename: 'MemberConnection', ...none } },
    })) as never,
    UpdateOrganization: (({ input }: { input: UpdateOrganizationInput & Id }) => {
      inputs.push(input);
      const { [input.id]: before } = stored;
      const isStale = input.expectedVersion !== before.version;
      if (!isStale) stored[input.id] = { ...before, ...(input.name && { name: input.name }), version: before.version + 1 };
      const userErrors = isStale ? [{ __typename: 'UserError', code: 'CONFLICT', field: ['expectedVersion'], message: 'Changed.' }] : [];
      return {
        updateOrganization: { __typename: 'UpdateOrganizationPayload', organization: isStale ? null : stored[input.id], userErrors },
      };
    }) as never,
  });
  const edit = async () => {
    await shown.user.click(await screen.findByRole('button', { name: 'Edit' }));
    return within(await screen.findByRole('dialog'));
  };
  const isNamed = (name: string) => screen.findByRole('heading', { level: 1, name });
  return { ...shown, stored, inputs, edit, isNamed };
}

describe('an organization', () => {
  test('that somebody else has renamed meanwhile asks which name it is to have', async () => {
    const { user, stored, inputs, edit, isNamed } = await openOrganizations('/organizations/o1');
    const form = await edit();
    await user.type(form.getByRole('textbox', { name: 'Name' }), ' Ltd.');
    stored.o1 = { ...stored.o1, name: 'Acme Inc.', version: 2 };
    await user.click(form.getByRole('button', { name: 'Save' }));
    const dialog = await conflict();
    await user.click(dialog.getByRole('radio', { name: 'Mine' }));
    await user.click(dialog.getByRole('button', { name: 'Save what is chosen' }));
    expect(await isNamed('Acme Ltd.')).toBeTruthy();
    expect(inputs.map(({ name, expectedVersion }) => [name, expectedVersion])).toEqual([
      ['Acme Ltd.', 1],
      ['Acme Ltd.', 2],
    ]);
  });

  test('is as somebody else has saved it meanwhile where one has changed nothing', async () => {
    const { user, stored, edit, isNamed } = await openOrganizations('/organizations/o1');
    const form = await edit();
    stored.o1 = { ...stored.o1, name: 'Acme Inc.', version: 2 };
    await user.click(form.getByRole('button', { name: 'Save' }));
    await isNamed('Acme Inc.');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('is changed itself, and not the one that was shown before it', async () => {
    const { user, router, inputs, edit, isNamed } = await openOrganizations('/organizations/o2');
    await isNamed('Umbrella');
    await act(() => router.navigate('/organizations/o1'));
    await isNamed('Acme');
    await act(() => router.navigate(-1));
    await isNamed('Umbrella');
    const form = await edit();
    await user.type(form.getByRole('textbox', { name: 'Name' }), ' Ltd.');
    await user.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputs).toEqual([{ id: 'o2', expectedVersion: 1, name: 'Umbrella Ltd.' }]);
  });
});
