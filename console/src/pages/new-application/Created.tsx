import { Button, Group, Stack, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { ApplicationDetailsFragment } from '../../api/generated/graphql.ts';
import { ShownSecret } from '../../components/application/ShownSecret.tsx';
import { Connect } from '../../components/connect/Connect.tsx';
import { texts as connect } from '../../components/connect/texts.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { texts } from './texts.ts';

/** What registering has made. */
export interface CreatedProps {
  readonly application: ApplicationDetailsFragment;
  /** Shown this once; none of a public client. */
  readonly secret: string | undefined;
  readonly onAnother: () => void;
}

/** What stands where an application was registered: its secret, this once, and how it is connected. */
export function Created({ application, secret, onAnother }: CreatedProps) {
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // the form that had the focus is gone
    start.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <div ref={start} tabIndex={-1} style={{ outline: 'none' }}>
      <PageHeader title={texts.created(application.name)}>{texts.createdText}</PageHeader>
      <Stack gap="xl">
        {secret !== undefined && <ShownSecret clientId={application.clientId} secret={secret} />}
        <section>
          <Title order={2} size="h3" mb="xs">
            {connect.title}
          </Title>
          <Connect application={application} />
        </section>
        <Group>
          <Button component={Link} to={`/applications/${encodeURIComponent(application.clientId)}/settings`}>
            {texts.open}
          </Button>
          <Button variant="default" component={Link} to="/applications/new" onClick={onAnother}>
            {texts.another}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}
