import { Button, Group } from '@mantine/core';
import { XIcon } from '@primer/octicons-react';
import type { Change, SetFilter } from './filters.ts';
import { texts } from './texts.ts';

interface FilterChipsProps {
  readonly filters: readonly SetFilter[];
  readonly onChange: (change: Change) => void;
  readonly onClear: () => void;
}

/** The filters that are set, each of which goes when it is pressed. */
export function FilterChips({ filters, onChange, onClear }: FilterChipsProps) {
  if (filters.length === 0) return null;
  return (
    <Group gap="xs" mb="sm">
      {filters.map(({ label, without }) => (
        <Button
          key={label}
          size="compact-sm"
          radius="xl"
          variant="light"
          maw="100%"
          rightSection={<XIcon aria-hidden />}
          aria-label={texts.removeFilter(label)}
          onClick={() => onChange(without)}
        >
          <bdi>{label}</bdi>
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        {texts.clearFilters}
      </Button>
    </Group>
  );
}
