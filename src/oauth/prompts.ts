import { interactionPolicy, type interactionPolicy as Policy } from 'oidc-provider';
import { mayAuthorize, type UserAccount } from './account.ts';
import { applicationOf } from './environment.ts';
import { hasNewPassword } from './session.ts';

const { Check, Prompt, base } = interactionPolicy;

/** What a user has to be shown before an authorization request is answered: a login, a refusal, a consent. */
export function prompts(): Policy.DefaultPolicy {
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check('account_gone', 'the account does not exist any more', ({ oidc }) => Boolean(oidc.session?.accountId) && !oidc.account),
      0,
    );
  policy.get('login')?.checks.add(
    new Check('password_changed', 'the password has changed since the login', ({ oidc }) => {
      const account = oidc.session?.accountId === undefined ? undefined : (oidc.account as UserAccount | undefined);
      return account !== undefined && hasNewPassword(oidc.session, account.user);
    }),
  );
  // whether a user is asked is for the application to say, not for its redirect URIs
  policy.get('consent')?.checks.remove('native_client_prompt');
  const notPermitted = new Check(
    'not_permitted',
    'the user may not use this application',
    'access_denied',
    ({ oidc }) => !mayAuthorize(oidc.account as UserAccount, applicationOf(oidc.client)),
  );
  policy.add(new Prompt({ name: 'refusal', requestable: false }, notPermitted), 1);
  return policy;
}
