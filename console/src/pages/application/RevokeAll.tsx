import { useMutation } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { orRefused } from '../../api/user-errors.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { notify } from '../../components/notify.ts';
import { REVOKE_TOKENS } from './operations.ts';
import { texts } from './texts.ts';

interface RevokeAllProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly application: { readonly id: string; readonly name: string };
  /** How many of its tokens work. */
  readonly active: number;
  /** Whose tokens alone are to end. */
  readonly user?: { readonly id: string; readonly username: string } | undefined;
}

/** Asks whether all tokens of an application are to end, or all that one user has of it. */
export function RevokeAll({ opened, onClose, application: { id, name }, active, user }: RevokeAllProps) {
  const [revoke] = useMutation(REVOKE_TOKENS, {
    update: (cache) => {
      for (const fieldName of ['tokens', 'tokenCounts', 'activity']) cache.evict({ id: `Application:${id}`, fieldName });
      cache.gc();
    },
  });
  const confirm = async () => {
    const { data } = await revoke({ variables: { input: { applicationId: id, ...(user && { userId: user.id }) } } });
    orRefused(data?.revokeTokens.userErrors);
    void notify(texts.revoked(data?.revokeTokens.revokedTokenCount ?? 0));
  };
  return (
    <ConfirmDialog opened={opened} onClose={onClose} title={texts.revokeAllTitle} action={texts.revokeAll} isDanger onConfirm={confirm}>
      <Text className="any-text">{user ? texts.revokeAllOf(user.username, name) : texts.revokeAllText(active, name)}</Text>
    </ConfirmDialog>
  );
}
