import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { texts } from './texts.ts';

// the editor is as large as all the rest of the console together
const Explorer = lazy(() => import('./Explorer.tsx'));

/** Where one asks the API by hand. */
export function Page() {
  return (
    <>
      <PageHeader title={texts.title}>{texts.about}</PageHeader>
      <Suspense
        fallback={
          <>
            <Text className="unseen" role="status">
              {texts.loading}
            </Text>
            <Skeleton height="70vh" />
          </>
        }
      >
        <Explorer />
      </Suspense>
    </>
  );
}
