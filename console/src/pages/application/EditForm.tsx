import './EditForm.css';
import { useApolloClient } from '@apollo/client/react';
import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ApplicationDetailsFragment } from '../../api/generated/graphql.ts';
import { useShownOnce } from '../../api/shown-once.ts';
import { useViewer } from '../../app/viewer.tsx';
import { APPLICATION_DETAILS } from '../../components/application/details.ts';
import {
  AboutFields,
  AddressFields,
  ClientTypeField,
  ContactFields,
  TrustFields,
  ValidityFields,
} from '../../components/application/fields.tsx';
import { ScopesField } from '../../components/application/ScopesField.tsx';
import { SecretDialog } from '../../components/application/ShownSecret.tsx';
import { texts as words } from '../../components/application/texts.ts';
import {
  type ApplicationValues,
  fieldsFor,
  inputOf,
  SETS,
  shows,
  valuesOf,
  withoutBlankLines,
} from '../../components/application/values.ts';
import { ConflictDialog } from '../../components/conflict/ConflictDialog.tsx';
import { changedOf } from '../../components/conflict/differences.ts';
import { useVersionedForm } from '../../components/conflict/use-versioned-form.ts';
import { placeOf } from '../../components/connect/values.ts';
import { Faults } from '../../components/Faults.tsx';
import { LeaveGuard } from '../../components/LeaveGuard.tsx';
import { notify } from '../../components/notify.ts';
import { GrantTypesField } from './GrantTypesField.tsx';
import { APPLICATION, UPDATE_APPLICATION } from './operations.ts';
import type { PartProps } from './parts.ts';
import { texts } from './texts.ts';
import { told } from './told.ts';

/** The fields of an application that can change, as far as they say something of it. */
function fieldsOf(values: ApplicationValues, isSuperuser: boolean): Set<keyof ApplicationValues> {
  const fields = fieldsFor(values.grantTypes);
  fields.delete('clientId');
  if (!isSuperuser) fields.delete('trusted');
  return fields;
}

/** Changes an application, unless somebody else was faster: then it shows both versions. */
export function EditForm({ application, mayControl }: PartProps) {
  const client = useApolloClient();
  const { isSuperuser, organizations } = useViewer();
  const update = useShownOnce(UPDATE_APPLICATION);
  const [secret, setSecret] = useState<string | null>(null);
  const { form, base, submit, faults, isSending, asked } = useVersionedForm<ApplicationDetailsFragment, ApplicationValues>({
    source: application,
    valuesOf,
    fieldsOf: (values) => fieldsOf(values, isSuperuser),
    sets: SETS,
    save: async (form, { version }) => {
      const mine = withoutBlankLines(form.getValues());
      form.setValues(mine);
      const changed = changedOf(fieldsOf(mine, isSuperuser), form.getInitialValues(), mine, SETS);
      const input = { id: application.id, expectedVersion: version, ...inputOf(mine, changed) };
      const { application: saved, clientSecret, userErrors } = (await update({ input }))?.updateApplication ?? {};
      if (saved) {
        const { cache } = client;
        cache.evict({ id: cache.identify(saved) as string, fieldName: 'activity' });
        cache.writeFragment({ id: cache.identify(saved) as string, fragment: APPLICATION_DETAILS, data: saved });
        setSecret(clientSecret ?? null);
        void notify(texts.saved);
      }
      return { saved, userErrors };
    },
    reload: async () => {
      const variables = { clientId: application.clientId };
      return (await client.query({ query: APPLICATION, variables, fetchPolicy: 'network-only' })).data?.application;
    },
    hasField: (path) => shows(fields, path),
  });
  const values = form.getValues();
  const fields = fieldsOf(values, isSuperuser);
  const nameOf = (id: string) =>
    [base.organization, application.organization, ...organizations.edges.map(({ node }) => node)].find((one) => one.id === id)?.name ?? id;
  const isLocked = !mayControl;
  const props = { form, fields, isLocked };
  return (
    <>
      <form onSubmit={submit} noValidate>
        {form.isDirty() && <LeaveGuard />}
        <Stack gap="xl" maw={760}>
          {isLocked && <Alert color="yellow">{texts.locked}</Alert>}
          <Section title={texts.basics}>
            <AboutFields {...props} chosen={application.organization} />
          </Section>
          <Section title={texts.how}>
            <Stack>
              <ClientTypeField form={form} isLocked={isLocked} />
              {values.clientType !== base.clientType && (
                <Alert color="yellow" role="status">
                  {values.clientType === 'PUBLIC' ? words.losesSecrets : words.getsSecret}
                </Alert>
              )}
              <GrantTypesField form={form} isLocked={isLocked} />
            </Stack>
          </Section>
          {fields.has('redirectUris') && (
            <Section title={texts.addresses}>
              <AddressFields
                {...props}
                isNative={values.clientType === 'PUBLIC' && base.redirectUris.some((uri) => placeOf(uri) !== 'browser')}
              />
            </Section>
          )}
          <Section title={texts.scopes}>
            <ScopesField form={form} isSuperuser={isSuperuser} disabled={isLocked} />
          </Section>
          <Section title={texts.validity}>
            <ValidityFields {...props} />
          </Section>
          {(fields.has('skipAuthorization') || fields.has('trusted')) && (
            <Section title={texts.trust}>
              <TrustFields {...props} isSuperuser={isSuperuser} />
            </Section>
          )}
          <Section title={texts.contact}>
            <ContactFields {...props} />
          </Section>
          <Faults of={faults} />
          <Paper className="save-bar" withBorder p="sm">
            <Group justify="space-between">
              <Text size="sm" c="dimmed" aria-live="polite">
                {form.isDirty() && texts.unsaved}
              </Text>
              <Group gap="xs">
                <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
                  {texts.discard}
                </Button>
                <Button type="submit" loading={isSending} disabled={!form.isDirty()}>
                  {texts.save}
                </Button>
              </Group>
            </Group>
          </Paper>
        </Stack>
      </form>
      <ConflictDialog {...asked} labels={words.names} told={(field, of) => told(field, of, nameOf)} />
      <SecretDialog clientId={application.clientId} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb="sm">
      {title}
    </Title>
    {children}
  </section>
);
