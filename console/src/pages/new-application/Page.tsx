import { useState } from 'react';
import { useOwnOrganizations } from '../../components/application/OrganizationSelect.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { EmptyState } from '../../components/states.tsx';
import { Created, type CreatedProps } from './Created.tsx';
import { Registration } from './Registration.tsx';
import { texts } from './texts.ts';

/** Registers an application: asks what it is, then for what that needs, and ends with its secret and how to connect it. */
export function Page() {
  const own = useOwnOrganizations();
  const [created, setCreated] = useState<Omit<CreatedProps, 'onAnother'>>();
  if (created) return <Created {...created} onAnother={() => setCreated(undefined)} />;
  if (own?.length === 0)
    return (
      <>
        <PageHeader title={texts.title} />
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      </>
    );
  return (
    <>
      <PageHeader title={texts.title}>{texts.about}</PageHeader>
      <Registration onCreated={setCreated} />
    </>
  );
}
