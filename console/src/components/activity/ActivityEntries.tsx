import { Stack, Table, Text } from '@mantine/core';
import type { ActivityEntryPartsFragment } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { Time } from '../Time.tsx';
import { texts } from './texts.ts';

/** What an entry of activity is shown by: to be asked for in lists of activity. */
graphql(`
  fragment ActivityEntryParts on ActivityEntry {
    id
    operation
    createdAt
    objectId
    objectType
    objectName
    actor {
      id
      username
    }
    changes {
      field
      before
      after
    }
  }
`);

/** Who did what, one entry below the other, each with what it changed. */
export function ActivityEntries({ entries }: { entries: readonly ActivityEntryPartsFragment[] }) {
  return (
    <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <Text component="div">
            {entry.operation !== 'WARN_OF_LOGINS' && (
              <Text component="bdi" inherit fw={600}>
                {entry.actor?.username ?? texts.nobody}
              </Text>
            )}{' '}
            {texts.did[entry.operation] ?? texts.other(entry.operation)} <bdi className="any-text">{entry.objectName}</bdi>
          </Text>
          <Text size="sm" c="dimmed" component="div">
            {entry.objectType} · <Time value={entry.createdAt} />
          </Text>
          {entry.changes.length > 0 && <Changes of={entry.changes} />}
        </li>
      ))}
    </Stack>
  );
}

function Changes({ of }: { of: ActivityEntryPartsFragment['changes'] }) {
  return (
    <details>
      <summary>{texts.changes(of.length)}</summary>
      <Table.ScrollContainer minWidth={420} tabIndex={0} role="region" aria-label={texts.changes(of.length)}>
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.field}</Table.Th>
              <Table.Th>{texts.before}</Table.Th>
              <Table.Th>{texts.after}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {of.map(({ field, before, after }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row" fw={500}>
                  {field}
                </Table.Th>
                <Value of={before} />
                <Value of={after} />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}

const Value = ({ of }: { of: string | null | undefined }) => (
  <Table.Td dir="auto" c={of ? undefined : 'dimmed'}>
    {of || texts.none}
  </Table.Td>
);
