import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { messageOf } from '../api/errors.ts';
import { faultsOf, type UserError } from '../api/user-errors.ts';

/**
 * Sends a form to the API. The faults that it answers are put beside their fields, of which the first gets the focus; those that
 * belong to no field, and requests that failed, are in `faults`.
 * @param send sends the values. @returns what the API found wrong; undefined or nothing where it was done
 * @param hasField whether the form shows a field, such as `redirectUris.1`; every value has one unless this says otherwise
 */
export function useSubmit<Values extends object>(
  form: UseFormReturnType<Values>,
  send: (values: Values) => Promise<readonly UserError[] | undefined>,
  hasField?: (path: string) => boolean,
) {
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [isSending, setSending] = useState(false);
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setFaults([]);
    try {
      const { fields, others } = faultsOf((await send(values)) ?? [], hasField ?? ((path) => path in values));
      // at once, so that what is folded away or new is there to get the focus
      flushSync(() => {
        form.setErrors(fields);
        setFaults(others);
      });
      focusFirst(Object.keys(fields).map((path) => form.getInputNode(path)));
    } catch (error) {
      setFaults([messageOf(error)]);
    } finally {
      setSending(false);
    }
  });
  return { submit, faults, isSending };
}

/** Gives the focus to the first of some fields, as one reads the page; of a group, to what is first in it. */
function focusFirst(fields: readonly (HTMLElement | null)[]): void {
  const [first] = fields
    .filter((field) => field !== null)
    .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  (first?.matches('input, textarea') ? first : first?.querySelector<HTMLElement>('input, textarea'))?.focus();
}
