import './EditForm.css';
import { useApolloClient } from '@apollo/client/react';
import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useEffect, useRef, useState } from 'react';
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
  FIELDS,
  fieldsFor,
  inputOf,
  shows,
  valuesOf,
  withoutBlankLines,
} from '../../components/application/values.ts';
import { placeOf } from '../../components/connect/values.ts';
import { Faults } from '../../components/Faults.tsx';
import { LeaveGuard } from '../../components/LeaveGuard.tsx';
import { notify } from '../../components/notify.ts';
import { useSubmit } from '../../components/use-submit.ts';
import { type Conflict, ConflictDialog } from './ConflictDialog.tsx';
import { differencesOf, isSame } from './conflict.ts';
import { GrantTypesField } from './GrantTypesField.tsx';
import { APPLICATION, UPDATE_APPLICATION } from './operations.ts';
import type { PartProps } from './parts.ts';
import { texts } from './texts.ts';

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
  /** What the form began with. */
  const base = useRef(application);
  const [conflict, setConflict] = useState<Conflict>();
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<ApplicationValues>({ initialValues: valuesOf(application) });
  const values = form.getValues();
  const fields = fieldsOf(values, isSuperuser);

  const begin = (with_: ApplicationDetailsFragment) => {
    base.current = with_;
    form.setInitialValues(valuesOf(with_));
  };
  useEffect(() => {
    // what others save is taken over as long as nothing is typed
    if (application.version === base.current.version || form.isDirty()) return;
    begin(application);
    form.reset();
  }, [application]);

  const { submit, faults, isSending } = useSubmit(
    form,
    async (typed) => {
      const mine = withoutBlankLines(typed);
      form.setValues(mine);
      const before = form.getInitialValues();
      const changed = FIELDS.filter((field) => fields.has(field) && !isSame(field, before, mine));
      const input = { id: application.id, expectedVersion: base.current.version, ...inputOf(mine, changed) };
      const { application: saved, clientSecret, userErrors } = (await update({ input }))?.updateApplication ?? {};
      if (userErrors?.some(({ code }) => code === 'CONFLICT')) {
        await compare(mine);
        return [];
      }
      if (saved) {
        begin(saved);
        form.reset();
        const { cache } = client;
        cache.evict({ id: cache.identify(saved) as string, fieldName: 'activity' });
        cache.writeFragment({ id: cache.identify(saved) as string, fragment: APPLICATION_DETAILS, data: saved });
        setSecret(clientSecret ?? null);
        void notify(texts.saved);
      }
      return userErrors;
    },
    (path) => shows(fields, path),
  );

  /** Sets what was typed beside what somebody else has saved. */
  async function compare(mine: ApplicationValues): Promise<void> {
    const { clientId } = application;
    const { data } = await client.query({ query: APPLICATION, variables: { clientId }, fetchPolicy: 'network-only' });
    // one that is gone is shown as such by the page
    if (!data?.application) return;
    const [before, theirs] = [form.getInitialValues(), valuesOf(data.application)];
    setConflict({ before, mine, theirs, current: data.application, differences: differencesOf(fields, before, mine, theirs) });
  }

  const resolve = (chosen: ApplicationValues) => {
    if (!conflict) return;
    begin(conflict.current);
    form.setValues(chosen);
    setConflict(undefined);
    submit();
  };
  const nameOf = (id: string) =>
    [base.current.organization, application.organization, ...organizations.edges.map(({ node }) => node)].find((one) => one.id === id)
      ?.name ?? id;
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
              {values.clientType !== base.current.clientType && (
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
                isNative={values.clientType === 'PUBLIC' && base.current.redirectUris.some((uri) => placeOf(uri) !== 'browser')}
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
      {conflict && <ConflictDialog conflict={conflict} nameOf={nameOf} onClose={() => setConflict(undefined)} onChosen={resolve} />}
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
