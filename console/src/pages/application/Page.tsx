import { useQuery } from '@apollo/client/react';
import { Alert, Anchor, Badge, Group, Stack } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { ApplicationDetailsFragment } from '../../api/generated/graphql.ts';
import { useViewer } from '../../app/viewer.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { Connect } from '../../components/connect/Connect.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { Nothing } from '../../components/Nothing.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { TabLinks } from '../../components/TabLinks.tsx';
import { Time } from '../../components/Time.tsx';
import { CLIENT } from '../../session/protocol.ts';
import { Activity } from './Activity.tsx';
import { Danger } from './Danger.tsx';
import { APPLICATION } from './operations.ts';
import type { PartProps } from './parts.ts';
import { Secrets } from './Secrets.tsx';
import { Settings } from './Settings.tsx';
import { Tokens } from './Tokens.tsx';
import { texts } from './texts.ts';
import { Users } from './Users.tsx';

const PARTS = {
  settings: Settings,
  secrets: Secrets,
  tokens: Tokens,
  users: Users,
  activity: Activity,
  connect: Connect,
  danger: Danger,
} satisfies Record<string, (props: PartProps) => React.ReactNode>;
type Part = keyof typeof PARTS;

/** The parts that there are of an application, for somebody who may change it or may not. */
function partsOf({ clientType, grantTypes, userCapabilities }: ApplicationDetailsFragment): Part[] {
  const hasConsent = grantTypes.some((type) => type === 'AUTHORIZATION_CODE' || type === 'DEVICE_CODE');
  const isThere: Partial<Record<Part, boolean>> = {
    secrets: clientType === 'CONFIDENTIAL',
    users: hasConsent,
    danger: userCapabilities.edit,
  };
  return (Object.keys(PARTS) as Part[]).filter((part) => isThere[part] ?? true);
}

/** An application: what it is, its secrets, its tokens, what was done to it, and how it is connected. */
export function Page() {
  const { clientId = '', tab = 'settings' } = useParams();
  const { isSuperuser } = useViewer();
  const { data, error, refetch } = useQuery(APPLICATION, { variables: { clientId } });
  if (error && !data) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data) return <ListSkeleton />;
  const { application } = data;
  const part = application && partsOf(application).find((one) => one === tab);
  if (!part) return <Nothing />;
  const { id, trusted, maximumScopes, userCapabilities } = application;
  const isPowerful = trusted || maximumScopes.includes('admin');
  const Shown = PARTS[part];
  return (
    <>
      <Header application={application} />
      <TabLinks
        label={texts.parts}
        tabs={partsOf(application).map((one) => ({
          to: `/applications/${encodeURIComponent(clientId)}/${one}`,
          label: texts.tabs[one],
          isHere: one === part,
        }))}
      />
      {/* begins anew with another application */}
      <Shown key={id} application={application} mayControl={userCapabilities.edit && (isSuperuser || !isPowerful)} />
    </>
  );
}

function Header({ application }: { application: ApplicationDetailsFragment }) {
  const { name, clientId, clientType, enabled, trusted, organization, source, createdAt, lastUsedAt } = application;
  return (
    <PageHeader title={name}>
      <Stack gap="xs">
        <Group gap="xs">
          <Badge variant="default">{clientType === 'CONFIDENTIAL' ? texts.confidential : texts.public}</Badge>
          <Badge variant="light" color={enabled ? 'green' : 'red'}>
            {enabled ? texts.enabled : texts.disabled}
          </Badge>
          {trusted && (
            <Badge variant="light" color="yellow">
              {texts.trusted}
            </Badge>
          )}
        </Group>
        <Group gap="md" style={{ rowGap: 0 }}>
          <span>
            {texts.of}{' '}
            <Anchor component={Link} to={`/organizations/${encodeURIComponent(organization.id)}`} dir="auto" className="any-text">
              {organization.name}
            </Anchor>
          </span>
          <span>
            {texts.created} <Time value={createdAt} />
          </span>
          <span>
            {texts.lastUsed} <Time value={lastUsedAt} />
          </span>
        </Group>
        <Copyable value={clientId} what={texts.clientId} />
        {!enabled && <Alert color="red">{texts.disabledText}</Alert>}
        {source && (
          <Alert color="yellow" className="any-text">
            {texts.source(source)}
          </Alert>
        )}
        {clientId === CLIENT.client_id && <Alert>{texts.builtIn}</Alert>}
      </Stack>
    </PageHeader>
  );
}
