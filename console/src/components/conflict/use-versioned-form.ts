import { type UseFormReturnType, useForm } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import type { UserError } from '../../api/user-errors.ts';
import { useSubmit } from '../use-submit.ts';
import type { Conflict } from './ConflictDialog.tsx';
import { differencesOf, merged, type Side, type Sides } from './differences.ts';

/** What the API has answered: what is stored now, or what was wrong. */
interface Answer<Source> {
  readonly saved?: Source | null | undefined;
  readonly userErrors?: readonly UserError[] | undefined;
}

interface VersionedForm<Source, Values extends object> {
  /** What is stored, as far as the page knows. */
  readonly source: Source;
  readonly valuesOf: (source: Source) => Values;
  /** The fields that can be changed where these are the values, and may be compared with what others have saved. */
  readonly fieldsOf: (values: Values) => Iterable<keyof Values & string>;
  /** Fields that are lists in which order says nothing. */
  readonly sets?: readonly (keyof Values)[];
  /** Saves the values of the form, if what is stored is still what it began with. */
  readonly save: (form: UseFormReturnType<Values>, base: Source) => Promise<Answer<Source>>;
  /** Asks what is stored now; nothing where it is gone, which is for the page to say. */
  readonly reload: () => Promise<Source | null | undefined>;
  readonly hasField?: (path: string) => boolean;
}

/**
 * A form for what others may change meanwhile: nothing that was typed is lost, and nothing that they saved. As long as nothing is
 * typed, it shows what they have saved. Where they were faster, but only one of the two has changed any of its fields, it is saved on
 * top of theirs; else there is a conflict, to be resolved by whoever typed.
 */
export function useVersionedForm<Source extends { readonly version: number }, Values extends object>({
  source,
  valuesOf,
  fieldsOf,
  sets,
  save,
  reload,
  hasField,
}: VersionedForm<Source, Values>) {
  /** What the form began with. */
  const base = useRef(source);
  const [conflict, setConflict] = useState<Conflict<Values> & { readonly current: Source }>();
  const form = useForm<Values>({ initialValues: valuesOf(source) });

  const begin = (from: Source) => {
    base.current = from;
    form.setInitialValues(valuesOf(from));
  };
  const isDirty = form.isDirty();
  useEffect(() => {
    if (source.version <= base.current.version || isDirty) return;
    begin(source);
    form.reset();
  }, [source, isDirty]);

  const { submit, faults, isSending } = useSubmit(
    form,
    async () => {
      for (;;) {
        const saving = save(form, base.current);
        const sent = form.getValues();
        const { saved, userErrors } = await saving;
        if (saved) {
          // one may have typed on meanwhile
          const values = merged({ before: sent, mine: form.getValues(), theirs: valuesOf(saved) });
          begin(saved);
          form.reset();
          form.setValues(values);
        }
        if (!userErrors?.some(({ code }) => code === 'CONFLICT')) return userErrors;
        const current = await reload();
        if (!current) return [];
        if (current.version <= base.current.version) return userErrors;
        const versions = { before: form.getInitialValues(), mine: form.getValues(), theirs: valuesOf(current) };
        const fields = new Set([...fieldsOf(versions.mine), ...fieldsOf(versions.theirs)]);
        const differences = differencesOf(fields, versions, sets);
        const areAll = (whose: Side) => differences.every(({ side }) => side === whose);
        if (!areAll('mine') && !areAll('theirs')) {
          setConflict({ ...versions, differences, current });
          return [];
        }
        begin(current);
        form.setValues(merged(versions));
      }
    },
    hasField,
  );

  const resolve = (sides: Sides<Values>) => {
    if (!conflict) return;
    begin(conflict.current);
    form.setValues(merged(conflict, sides));
    setConflict(undefined);
    submit();
  };
  /** What a `ConflictDialog` is given. */
  const asked = { conflict, onClose: () => setConflict(undefined), onChosen: resolve };
  return { form, base: base.current, submit, faults, isSending, asked };
}
