import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { messageOf } from '../api/errors.ts';
import { faultsOf, type UserError } from '../api/user-errors.ts';

/**
 * Sends a form to the API. The faults that it answers are put beside their fields, of which the first gets the focus; those that
 * belong to no field, and requests that failed, are in `faults`.
 * @param send sends the values. @returns what the API found wrong; undefined or nothing where it was done
 */
export function useSubmit<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  send: (values: Values) => Promise<readonly UserError[] | undefined>,
) {
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [isSending, setSending] = useState(false);
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setFaults([]);
    try {
      const { fields, others } = faultsOf((await send(values)) ?? [], (path) => path in values);
      form.setErrors(fields);
      setFaults(others);
      const [first] = Object.keys(fields);
      if (first !== undefined) form.getInputNode(first)?.focus();
    } catch (error) {
      setFaults([messageOf(error)]);
    } finally {
      setSending(false);
    }
  });
  return { submit, faults, isSending };
}
