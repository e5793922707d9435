import { afterEach, expect, test } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { Page } from '../../console/src/pages/applications/Page.tsx';
import { application, page, total } from './support/applications.ts';
import { show } from './support/show.tsx';

afterEach(cleanup);

interface Input {
  readonly input: { readonly id: string; readonly expectedVersion: number; readonly enabled?: boolean };
}

/** Shows three applications, of which the third is disabled, and selects all of them. */
async function selected(answers: object) {
  const applications = [1, 2, 3].map((number) => application(number, { enabled: number !== 3 }));
  const subject = (id: string) => {
    const { name, enabled } = applications.find((application) => application.id === id) ?? {};
    return { __typename: 'Application', id, name, enabled, version: 7, tokenCounts: { __typename: 'TokenCounts', active: 2 } };
  };
  const shown = await show([{ path: '/', element: <Page /> }], '/', {
    Applications: page(applications),
    ApplicationsTotal: total(3),
    BulkSubjects: (({ ids }: { ids: string[] }) => ({ nodes: ids.map(subject) })) as never,
    ...answers,
  });
  await shown.user.click(await screen.findByRole('checkbox', { name: 'Select all that are shown' }));
  return shown;
}
const changed = ({ id, enabled }: Input['input']) => ({
  updateApplication: {
    __typename: 'UpdateApplicationPayload',
    application: { __typename: 'Application', id, version: 8, enabled, modifiedAt: '2025-02-02T00:00:00.000Z' },
    userErrors: [],
  },
});
const refused = (message: string) => ({
  updateApplication: {
    __typename: 'UpdateApplicationPayload',
    application: null,
    userErrors: [{ __typename: 'UserError', code: 'CONFLICT', field: [], message }],
  },
});
const isPicked = (number: number) => (screen.getByRole('checkbox', { name: `Select Application ${number}` }) as HTMLInputElement).checked;

test('before applications are disabled one is told of their tokens, and what is refused stays selected', async () => {
  const inputs: Input['input'][] = [];
  const { user } = await selected({
    BulkSetEnabled: ({ input }: Input) => {
      inputs.push(input);
      return input.id === 'application-1' ? refused('Somebody else was faster.') : changed(input);
    },
  });
  await user.click(screen.getByRole('button', { name: 'Disable' }));
  const dialog = await screen.findByRole('dialog', { name: 'Disable 2 applications?' });
  await within(dialog).findByText(/4 active tokens stop working at once/);
  within(dialog).getByText('1 application of these is disabled already, and left alone.');
  expect(inputs).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Disable' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain('Application 1: Somebody else was faster.');
  within(dialog).getByText('1 application disabled.');
  expect(inputs).toEqual([1, 2].map((number) => ({ id: `application-${number}`, expectedVersion: 7, enabled: false })));
  await user.click(within(dialog).getByText('Close'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect([1, 2, 3].map(isPicked)).toEqual([true, false, true]);
  expect(within(screen.getByRole('table')).getAllByText('Disabled')).toHaveLength(2);
});

test('where the gateway is away, those that follow are not tried, and stay selected', async () => {
  const { user, gateway } = await selected({ BulkRevokeTokens: () => new Response('', { status: 503 }) });
  await user.click(screen.getByRole('button', { name: 'Revoke tokens' }));
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText(/6 active tokens and all refresh tokens end at once and for good/);
  await user.click(within(dialog).getByRole('button', { name: 'Revoke tokens' }));
  await within(dialog).findByText('2 applications were not tried, and stay selected.');
  expect(gateway.asked.filter((name) => name === 'BulkRevokeTokens')).toHaveLength(1);
  await user.click(within(dialog).getByText('Close'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect([1, 2, 3].map(isPicked)).toEqual([true, true, true]);
});

test('a run can be stopped: what was not done yet stays selected', async () => {
  let answer: () => void = () => {};
  const { user } = await selected({
    BulkSetEnabled: async ({ input }: Input) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return changed(input);
    },
  });
  await user.click(screen.getByRole('button', { name: 'Disable' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(await within(dialog).findByRole('button', { name: 'Disable' }));
  await user.click(await within(dialog).findByText('Stop'));
  answer();
  await within(dialog).findByText('1 application was not tried, and stays selected.');
  await user.click(within(dialog).getByText('Close'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect([1, 2, 3].map(isPicked)).toEqual([false, true, true]);
});

test('applications are deleted only once their number is typed, and then are gone from the list', async () => {
  const { user, gateway } = await selected({
    BulkDelete: ({ input }: Input) => ({
      deleteApplication: { __typename: 'DeleteApplicationPayload', deletedId: input.id, userErrors: [] },
    }),
  });
  await user.click(screen.getByRole('checkbox', { name: 'Select Application 1' }));
  await user.click(screen.getByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete 2 applications?' });
  const field = await within(dialog).findByRole('textbox', { name: 'Type 2 to confirm' });
  const button = within(dialog).getByRole('button', { name: 'Delete' });
  await user.type(field, '3{Enter}');
  expect(button).toHaveProperty('disabled', true);
  expect(gateway.asked).not.toContain('BulkDelete');
  await user.clear(field);
  await user.type(field, '2{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['New application', 'Application 1']);
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Application 1'));
  await waitFor(() => expect(gateway.asked.filter((name) => name === 'ApplicationsTotal')).toHaveLength(2));
});
