import { ActionIcon, Button, Fieldset, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { PlusIcon, XIcon } from '@primer/octicons-react';
import { type ClipboardEvent, type KeyboardEvent, memo, type ReactNode, useEffect, useId, useRef } from 'react';
import { texts } from './texts.ts';

/** How many lines are shown: more than the API takes of any list, and so few that typing stays quick. */
const MOST_SHOWN = 60;

/** The names of the fields of a form that are lists of texts. */
type ListsOf<Values> = { [Name in keyof Values]: Values[Name] extends string[] ? Name : never }[keyof Values] & string;

interface LinesFieldProps<Values extends object> {
  readonly form: UseFormReturnType<Values>;
  readonly name: ListsOf<Values>;
  readonly label: string;
  readonly description: ReactNode;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

/**
 * A list of texts, each on a line of its own, with what is wrong with each beside it. Of a text of several lines that is pasted,
 * each becomes one.
 */
export function LinesField<Values extends object>(props: LinesFieldProps<Values>) {
  const { form, name, label, description, placeholder, required, disabled } = props;
  const list = form.getValues()[name] as string[];
  const lines = list.length === 0 ? [''] : list;
  const group = useRef<HTMLFieldSetElement>(null);
  const next = useRef<number>(undefined);
  const about = useId();
  useEffect(() => {
    if (next.current !== undefined) group.current?.querySelector<HTMLInputElement>(`[data-line="${next.current}"]`)?.focus();
    next.current = undefined;
  });

  const change = (index: number, line: string) => {
    // what is wrong with the others is still where it was
    form.setErrors(withoutErrors(form.errors, (path) => path === name || path === `${name}.${index}`));
    form.setFieldValue(name, lines.with(index, line) as never);
  };
  const insert = (index: number, added: readonly string[], replaced = 0) => {
    const errors = lines.map((_, at) => form.errors[`${name}.${at}`]).toSpliced(index, replaced, ...added.map(() => undefined));
    const faulty = errors.flatMap((error, at) => (error === undefined ? [] : [[`${name}.${at}`, error] as const]));
    form.setErrors({ ...withoutErrors(form.errors, (path) => isOf(path, name)), ...Object.fromEntries(faulty) });
    form.setFieldValue(name, lines.toSpliced(index, replaced, ...added) as never);
    next.current = Math.min(index + added.length, MOST_SHOWN) - 1;
  };
  const remove = (index: number) => {
    if (list.length === 0) return;
    form.removeListItem(name, index);
    form.clearFieldError(name);
    next.current = Math.max(0, index - 1);
  };
  const paste = (index: number, event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text').split(/\s+/).filter(Boolean);
    if (pasted.length < 2) return;
    event.preventDefault();
    if (lines[index] === '') insert(index, pasted, 1);
    else insert(index + 1, pasted);
  };
  const press = (index: number, event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      insert(index + 1, ['']);
    }
    if (event.key === 'Backspace' && lines[index] === '' && lines.length > 1) {
      event.preventDefault();
      remove(index);
    }
  };
  // the same for every rendering, so that a line is drawn anew only where it is another
  const doing = useRef({ change, remove, paste, press });
  doing.current = { change, remove, paste, press };
  const acts = useRef<LineActs>({
    change: (index, line) => doing.current.change(index, line),
    remove: (index) => doing.current.remove(index),
    paste: (index, event) => doing.current.paste(index, event),
    press: (index, event) => doing.current.press(index, event),
  });

  const hidden = lines.length - MOST_SHOWN;
  const error = form.errors[name];
  return (
    <Fieldset ref={group} variant="unstyled" m={0} p={0} disabled={disabled} aria-describedby={about}>
      <Input.Label component="legend" p={0} required={required}>
        {label}
      </Input.Label>
      <Stack gap="xs">
        <div id={about}>
          <Input.Description>{description}</Input.Description>
          {error && (
            <Input.Error role="alert" mt={4}>
              {error}
            </Input.Error>
          )}
        </div>
        {lines.slice(0, MOST_SHOWN).map((line, index) => (
          <Line
            key={index}
            acts={acts.current}
            path={index === 0 && form.errors[`${name}.0`] === undefined ? name : `${name}.${index}`}
            index={index}
            line={line}
            label={texts.line(label, index + 1)}
            placeholder={index === 0 ? placeholder : undefined}
            error={form.errors[`${name}.${index}`]}
            isFaulty={error !== undefined && index === 0}
            isLast={lines.length === 1 && line === ''}
          />
        ))}
        {hidden > 0 && (
          <Group gap="xs" aria-live="polite">
            <Text size="sm">{texts.hiddenLines(hidden)}</Text>
            <Button size="compact-sm" variant="default" onClick={() => insert(0, [''], lines.length)}>
              {texts.removeAllLines}
            </Button>
          </Group>
        )}
        {hidden <= 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<PlusIcon aria-hidden />}
            onClick={() => insert(lines.length, [''])}
            style={{ alignSelf: 'flex-start' }}
          >
            {texts.addLine}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}

const isOf = (path: string, name: string) => path === name || path.startsWith(`${name}.`);

const withoutErrors = (errors: Readonly<Record<string, ReactNode>>, isGone: (path: string) => boolean) =>
  Object.fromEntries(Object.entries(errors).filter(([path]) => !isGone(path)));

interface LineActs {
  readonly change: (index: number, line: string) => void;
  readonly remove: (index: number) => void;
  readonly paste: (index: number, event: ClipboardEvent) => void;
  readonly press: (index: number, event: KeyboardEvent) => void;
}

interface LineProps {
  readonly acts: LineActs;
  readonly path: string;
  readonly index: number;
  readonly line: string;
  readonly label: string;
  readonly placeholder: string | undefined;
  readonly error: ReactNode;
  readonly isFaulty: boolean;
  readonly isLast: boolean;
}

const Line = memo(({ acts, path, index, line, label, placeholder, error, isFaulty, isLast }: LineProps) => (
  <Group gap="xs" align="flex-start" wrap="nowrap">
    <TextInput
      flex={1}
      aria-label={label}
      aria-invalid={isFaulty || undefined}
      placeholder={placeholder}
      value={line}
      error={error}
      data-path={path}
      data-line={index}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      onChange={(event) => acts.change(index, event.currentTarget.value)}
      onPaste={(event) => acts.paste(index, event)}
      onKeyDown={(event) => acts.press(index, event)}
    />
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      disabled={isLast}
      aria-label={texts.removeLine(label)}
      onClick={() => acts.remove(index)}
    >
      <XIcon aria-hidden />
    </ActionIcon>
  </Group>
));
