import { Button, Group, Modal, Paper, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Difference, Side, Sides, Versions } from './differences.ts';
import { texts } from './texts.ts';

/** Versions of what is saved, and how they differ. */
export interface Conflict<Values> extends Versions<Values> {
  readonly differences: readonly Difference<Values>[];
}

interface ConflictDialogProps<Values> {
  /** Nothing is shown without one. */
  readonly conflict: Conflict<Values> | undefined;
  readonly labels: Readonly<Record<keyof Values & string, string>>;
  /** The value of a field in words, one line each. */
  readonly told?: (field: keyof Values & string, values: Values) => readonly string[];
  readonly onClose: () => void;
  readonly onChosen: (sides: Sides<Values>) => void;
}

/** Shows what was typed beside what somebody else has saved meanwhile, and asks what each field is to be. */
export const ConflictDialog = <Values extends object>({ conflict, ...props }: ConflictDialogProps<Values>) =>
  conflict && <Choices conflict={conflict} {...props} />;

const plainly = <Values,>(field: keyof Values, { [field]: value }: Values): readonly string[] =>
  typeof value === 'boolean' ? [value ? texts.yes : texts.no] : String(value || texts.none).split('\n');

function Choices<Values extends object>({
  conflict,
  labels,
  told = plainly,
  onClose,
  onChosen,
}: ConflictDialogProps<Values> & { conflict: Conflict<Values> }) {
  const { before, mine, theirs, differences } = conflict;
  const [sides, setSides] = useState(
    () => Object.fromEntries(differences.flatMap(({ field, side }) => (side ? [[field, side]] : []))) as Sides<Values>,
  );
  const isComplete = differences.every(({ field }) => sides[field]);
  return (
    <Modal opened onClose={onClose} title={texts.conflict} size="xl" closeButtonProps={{ 'aria-label': texts.back }}>
      <Stack>
        <Text>{texts.conflictText}</Text>
        {differences.map(({ field, side }) => (
          <section key={field}>
            <Radio.Group
              label={labels[field]}
              description={side === undefined && texts.bothChanged}
              value={sides[field] ?? ''}
              onChange={(chosen) => setSides((others) => ({ ...others, [field]: chosen as Side }))}
            >
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
                <Version side="mine" lines={told(field, mine)} />
                <Version side="theirs" lines={told(field, theirs)} />
              </SimpleGrid>
            </Radio.Group>
            <Text size="sm" c="dimmed" mt={4} className="any-text">
              {texts.before}: <bdi>{told(field, before).join(', ')}</bdi>
            </Text>
          </section>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.back}
          </Button>
          <Button disabled={!isComplete} onClick={() => onChosen(sides)}>
            {texts.saveChosen}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const Version = ({ side, lines }: { side: Side; lines: readonly string[] }) => (
  <Paper withBorder p="sm">
    <Radio
      value={side}
      label={texts[side]}
      description={lines.map((line, index) => (
        <Text key={index} component="span" display="block" size="sm" c="var(--mantine-color-text)" dir="auto" className="any-text">
          {line}
        </Text>
      ))}
    />
  </Paper>
);
