import { Skeleton, Stack } from '@mantine/core';

/** Stands where a list will be. */
export const ListSkeleton = () => (
  <Stack aria-hidden>
    {Array.from({ length: 8 }, (_, index) => (
      <Skeleton key={index} h={40} />
    ))}
  </Stack>
);
