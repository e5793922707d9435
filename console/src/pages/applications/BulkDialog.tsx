import { useApolloClient } from '@apollo/client/react';
import { Alert, Button, Group, List, Modal, Progress, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { notify } from '../../components/notify.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { texts as common } from '../../components/texts.ts';
import { type Action, actOnAll, type Outcome, readSubjects, wouldChange } from './bulk.ts';
import type { Subject } from './operations.ts';
import { texts } from './texts.ts';

interface BulkDialogProps {
  readonly action: Action;
  readonly ids: readonly string[];
  readonly onClose: () => void;
  /** Something was done to these. */
  readonly onDone: (ids: readonly string[]) => void;
}

/** Says what will happen to several applications, does it to one after the other, and tells which of them were refused. */
export function BulkDialog({ action, ids, onClose, onDone }: BulkDialogProps) {
  const client = useApolloClient();
  const { subjects, error, read } = useSubjects(ids);
  const [tried, setTried] = useState<number>();
  const [isStopping, setStopping] = useState(false);
  const isStopped = useRef(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const chosen = subjects?.filter((subject) => wouldChange(action, subject)) ?? [];

  const start = async () => {
    setTried(0);
    const came = await actOnAll(client, action, chosen, setTried, () => isStopped.current);
    onDone(came.done.map(({ id }) => id));
    if (came.done.length < chosen.length) return setOutcome(came);
    void notify(texts.done[action](came.done.length));
    onClose();
  };
  const stop = () => {
    isStopped.current = true;
    setStopping(true);
  };
  const isRunning = tried !== undefined && !outcome;
  return (
    <Modal
      opened
      onClose={isRunning ? stop : onClose}
      title={texts.questions[action](subjects ? chosen.length : ids.length)}
      closeButtonProps={{ 'aria-label': isRunning ? texts.stop : common.cancel }}
      closeOnClickOutside={!isRunning}
    >
      {outcome ? (
        <Report action={action} outcome={outcome} onClose={onClose} />
      ) : tried !== undefined ? (
        <Stack>
          <Progress value={(100 * tried) / chosen.length} aria-label={texts.verbs[action]} />
          <Text aria-live="polite">{isStopping ? texts.stopping : texts.progress(tried, chosen.length)}</Text>
          <Group justify="flex-end">
            <Button variant="default" disabled={isStopping} onClick={stop}>
              {texts.stop}
            </Button>
          </Group>
        </Stack>
      ) : error !== undefined ? (
        <ErrorNotice error={error} onRetry={read} />
      ) : subjects ? (
        <Question
          action={action}
          chosen={chosen}
          subjects={subjects}
          gone={ids.length - subjects.length}
          onClose={onClose}
          onStart={start}
        />
      ) : (
        <Stack aria-busy aria-label={texts.counting}>
          <Skeleton height={48} />
          <Skeleton height={96} />
        </Stack>
      )}
    </Modal>
  );
}

/** What is told of applications, as they are now. */
function useSubjects(ids: readonly string[]) {
  const client = useApolloClient();
  const [found, setFound] = useState<{ readonly subjects?: readonly Subject[]; readonly error?: unknown }>({});
  const read = useCallback(async () => {
    setFound({});
    setFound(
      await readSubjects(client, ids).then(
        (subjects) => ({ subjects }),
        (error: unknown) => ({ error }),
      ),
    );
  }, [client, ids]);
  useEffect(() => void read(), [read]);
  return { ...found, read };
}

/** How many names are told. */
const TOLD = 8;

function Names({ of }: { of: readonly Subject[] }) {
  return (
    <List size="sm" aria-label={texts.which}>
      {of.slice(0, TOLD).map(({ id, name }) => (
        <List.Item key={id} className="any-text" dir="auto">
          {name}
        </List.Item>
      ))}
      {of.length > TOLD && <List.Item c="dimmed">{texts.others(of.length - TOLD)}</List.Item>}
    </List>
  );
}

interface QuestionProps {
  readonly action: Action;
  readonly subjects: readonly Subject[];
  readonly chosen: readonly Subject[];
  /** How many of those that were selected are not there any more. */
  readonly gone: number;
  readonly onClose: () => void;
  readonly onStart: () => Promise<void>;
}

function Question({ action, subjects, chosen, gone, onClose, onStart }: QuestionProps) {
  const [typed, setTyped] = useState('');
  const isDeleting = action === 'delete';
  const word = String(chosen.length);
  const same = subjects.length - chosen.length;
  const active = chosen.reduce((sum, { tokenCounts }) => sum + tokenCounts.active, 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onStart();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {chosen.length > 0 && (
          <>
            <Text>{texts.consequences[action](active)}</Text>
            <Names of={chosen} />
          </>
        )}
        {same > 0 && <Text c="dimmed">{texts.same[action](same)}</Text>}
        {gone > 0 && <Text c="dimmed">{texts.gone(gone)}</Text>}
        {isDeleting && chosen.length > 0 && (
          <TextInput
            data-autofocus
            label={common.typeToConfirm(word)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            inputMode="numeric"
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            type="submit"
            color={action === 'enable' ? undefined : 'red'}
            disabled={chosen.length === 0 || (isDeleting && typed.trim() !== word)}
            data-autofocus={!isDeleting || undefined}
          >
            {texts.verbs[action]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Report({ action, outcome: { done, refused, untried }, onClose }: { action: Action; outcome: Outcome; onClose: () => void }) {
  return (
    <Stack>
      {done.length > 0 && <Text>{texts.done[action](done.length)}</Text>}
      {refused.length > 0 && (
        <Alert color="red" role="alert" title={texts.refused(refused.length)}>
          <List size="sm">
            {refused.map(({ subject, why }) => (
              <List.Item key={subject.id} className="any-text">
                <bdi>{subject.name}</bdi>: {why}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {untried.length > 0 && <Text>{texts.untried(untried.length)}</Text>}
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {common.close}
        </Button>
      </Group>
    </Stack>
  );
}
