import { Alert, Text } from '@mantine/core';
import { texts } from './texts.ts';

/** What a form was refused for that belongs to none of its fields. */
export const Faults = ({ of }: { of: readonly string[] }) =>
  of.length > 0 && (
    <Alert color="red" role="alert" title={texts.failed}>
      {of.map((fault) => (
        <Text key={fault} size="sm">
          {fault}
        </Text>
      ))}
    </Alert>
  );
