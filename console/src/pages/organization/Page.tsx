import { useQuery } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PencilIcon } from '@primer/octicons-react';
import { Link, useParams } from 'react-router';
import { graphql } from '../../api/generated/index.ts';
import { useViewer } from '../../app/viewer.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { Nothing } from '../../components/Nothing.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { DangerZone } from './DangerZone.tsx';
import { EditOrganization } from './EditOrganization.tsx';
import { Members } from './Members.tsx';
import { texts } from './texts.ts';

const ORGANIZATION = graphql(`
  query Organization($id: ID!) {
    organization(id: $id) {
      id
      name
      description
      version
      userCapabilities {
        edit
        delete
      }
      applications(first: 0) {
        totalCount
      }
    }
  }
`);

/** An organization, and who is in it. */
export function Page() {
  const { id = '' } = useParams();
  const { isSuperuser } = useViewer();
  const [isEditing, { open, close }] = useDisclosure(false);
  const { data, error, refetch } = useQuery(ORGANIZATION, { variables: { id } });
  if (error && !data) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data) return <ListSkeleton />;
  const { organization } = data;
  if (!organization) return <Nothing />;
  const { name, description, userCapabilities, applications } = organization;
  return (
    <>
      <PageHeader
        title={name}
        actions={
          <>
            <Button component={Link} to={`/applications?organization=${encodeURIComponent(id)}`} variant="default">
              {texts.applications}
            </Button>
            {userCapabilities.edit && (
              <Button variant="default" leftSection={<PencilIcon aria-hidden />} onClick={open}>
                {texts.edit}
              </Button>
            )}
          </>
        }
      >
        {description && (
          <Text component="p" inherit m={0} dir="auto" className="any-text">
            {description}
          </Text>
        )}
      </PageHeader>
      <Members organization={organization} mayEdit={userCapabilities.edit} />
      {isSuperuser && userCapabilities.delete && <DangerZone organization={organization} applications={applications.totalCount} />}
      <EditOrganization key={organization.id} opened={isEditing} onClose={close} organization={organization} />
    </>
  );
}
