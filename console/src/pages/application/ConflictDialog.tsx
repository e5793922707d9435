import { Button, Group, Modal, Paper, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ApplicationDetailsFragment } from '../../api/generated/graphql.ts';
import { texts as words } from '../../components/application/texts.ts';
import type { ApplicationValues } from '../../components/application/values.ts';
import { type Difference, merged, type Side } from './conflict.ts';
import { texts } from './texts.ts';
import { told } from './told.ts';

/** Two versions of what is saved. */
export interface Conflict {
  readonly before: ApplicationValues;
  readonly mine: ApplicationValues;
  readonly theirs: ApplicationValues;
  /** Theirs, as the API tells of it. */
  readonly current: ApplicationDetailsFragment;
  readonly differences: readonly Difference[];
}

interface ConflictDialogProps {
  readonly conflict: Conflict;
  readonly nameOf: (organizationId: string) => string;
  readonly onClose: () => void;
  readonly onChosen: (values: ApplicationValues) => void;
}

/** Shows what was typed beside what somebody else has saved meanwhile, and asks what each field is to be. */
export function ConflictDialog({ conflict, nameOf, onClose, onChosen }: ConflictDialogProps) {
  const { before, mine, theirs, differences } = conflict;
  const [sides, setSides] = useState<Partial<Record<keyof ApplicationValues, Side>>>(
    Object.fromEntries(differences.flatMap(({ field, side }) => (side ? [[field, side]] : []))),
  );
  const isComplete = differences.every(({ field }) => sides[field]);
  return (
    <Modal opened onClose={onClose} title={texts.conflict} size="xl" closeButtonProps={{ 'aria-label': texts.back }}>
      <Stack>
        <Text>{texts.conflictText}</Text>
        {differences.map(({ field, side }) => (
          <section key={field}>
            <Radio.Group
              label={words.names[field]}
              description={side === undefined && texts.bothChanged}
              value={sides[field] ?? ''}
              onChange={(chosen) => setSides((others) => ({ ...others, [field]: chosen as Side }))}
            >
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
                <Version side="mine" lines={told(field, mine, nameOf)} />
                <Version side="theirs" lines={told(field, theirs, nameOf)} />
              </SimpleGrid>
            </Radio.Group>
            <Text size="sm" c="dimmed" mt={4} className="any-text">
              {texts.before}: <bdi>{told(field, before, nameOf).join(', ')}</bdi>
            </Text>
          </section>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.back}
          </Button>
          <Button disabled={!isComplete} onClick={() => onChosen(merged(mine, theirs, sides))}>
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
