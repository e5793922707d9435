import { Button, Checkbox, Popover, Stack, Text } from '@mantine/core';
import { ColumnsIcon } from '@primer/octicons-react';
import { COLUMNS } from './columns.tsx';
import { texts } from './texts.ts';

interface ColumnChooserProps {
  readonly keys: readonly string[];
  readonly onChange: (keys: readonly string[]) => void;
}

/** Chooses which columns are shown. */
export function ColumnChooser({ keys, onChange }: ColumnChooserProps) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<ColumnsIcon aria-hidden />}>
          {texts.columns}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" c="dimmed" mb="xs">
          {texts.columnsHint}
        </Text>
        <Checkbox.Group value={[...keys]} onChange={onChange} aria-label={texts.columns}>
          <Stack gap="xs">
            {COLUMNS.map(({ key }) => (
              <Checkbox key={key} value={key} label={texts.heads[key]} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
