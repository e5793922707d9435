import { useApolloClient } from '@apollo/client/react';
import { Alert, Button, Group, Radio, SimpleGrid, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { graphql } from '../../api/generated/index.ts';
import { useShownOnce } from '../../api/shown-once.ts';
import { useViewer } from '../../app/viewer.tsx';
import { AboutFields, AddressFields, ClientTypeField } from '../../components/application/fields.tsx';
import { isKind, KINDS, type Kind } from '../../components/application/kinds.ts';
import { useOwnOrganizations } from '../../components/application/OrganizationSelect.tsx';
import { ScopesField } from '../../components/application/ScopesField.tsx';
import { type ApplicationValues, BLANK, fieldsFor, inputOf, shows, withoutBlankLines } from '../../components/application/values.ts';
import { Faults } from '../../components/Faults.tsx';
import { LeaveGuard } from '../../components/LeaveGuard.tsx';
import { useParameter } from '../../components/use-parameter.ts';
import { useSubmit } from '../../components/use-submit.ts';
import type { CreatedProps } from './Created.tsx';
import { More } from './More.tsx';
import { texts } from './texts.ts';

const CREATE_APPLICATION = graphql(`
  mutation CreateApplication($input: CreateApplicationInput!) {
    createApplication(input: $input) {
      application {
        ...ApplicationDetails
      }
      clientSecret
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** The fields that are asked for of a kind; what it is says the rest. */
function fieldsOf(kind: Kind, isSuperuser: boolean): Set<keyof ApplicationValues> {
  const fields = fieldsFor(KINDS[kind].grantTypes);
  fields.delete('grantTypes');
  if (kind !== 'older') fields.delete('clientType');
  if (kind !== 'page') fields.delete('webOrigins');
  if (kind === 'device') fields.delete('skipAuthorization');
  if (!isSuperuser) fields.delete('trusted');
  return fields;
}

/** The form that registers an application. */
export function Registration({ onCreated }: { onCreated: (created: Omit<CreatedProps, 'onAnother'>) => void }) {
  const { cache } = useApolloClient();
  const { isSuperuser } = useViewer();
  const own = useOwnOrganizations();
  const [wanted, setKind] = useParameter('kind');
  const [organization] = useParameter('organization');
  const kind = isKind(wanted) ? wanted : undefined;
  const fields = kind ? fieldsOf(kind, isSuperuser) : new Set<keyof ApplicationValues>();
  const create = useShownOnce(CREATE_APPLICATION);
  const form = useForm<ApplicationValues>({
    initialValues: { ...BLANK, organizationId: organization || (own?.length === 1 && own[0] ? own[0].id : '') },
  });
  const { submit, faults, isSending } = useSubmit(
    form,
    async (typed) => {
      if (!kind) return [];
      const values = withoutBlankLines(typed);
      // the API counts the lines that it gets
      form.setValues(values);
      const { application, clientSecret, userErrors } =
        (await create({ input: { ...KINDS[kind], ...inputOf(values, fields) } }))?.createApplication ?? {};
      if (application) {
        for (const fieldName of ['applications', 'activity', 'registry']) cache.evict({ id: 'ROOT_QUERY', fieldName });
        cache.evict({ id: `Organization:${values.organizationId}`, fieldName: 'applications' });
        cache.gc();
        onCreated({ application, secret: clientSecret ?? undefined });
      }
      return userErrors;
    },
    (path) => shows(fields, path),
  );
  return (
    <form onSubmit={submit} noValidate>
      {form.isDirty() && <LeaveGuard />}
      <Stack gap="xl" maw={760}>
        <Radio.Group label={texts.kind} value={kind ?? ''} onChange={setKind}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
            {Object.entries(texts.kinds).map(([value, { label, text }]) => (
              <Radio key={value} value={value} label={label} description={text} />
            ))}
          </SimpleGrid>
        </Radio.Group>
        {kind === 'older' && (
          <Alert color="yellow" title={texts.olderTitle}>
            {texts.olderText}
          </Alert>
        )}
        {fields.has('clientType') && <ClientTypeField form={form} />}
        {kind && (
          <>
            <Section title={texts.basics}>
              <AboutFields form={form} fields={fields} />
            </Section>
            {fields.has('redirectUris') && (
              <Section title={texts.addresses}>
                <AddressFields form={form} fields={fields} isNative={kind === 'native'} />
              </Section>
            )}
            <Section title={texts.scopes}>
              <ScopesField form={form} isSuperuser={isSuperuser} />
            </Section>
            <More form={form} fields={fields} isSuperuser={isSuperuser} />
            <Faults of={faults} />
            <Group>
              <Button type="submit" loading={isSending}>
                {texts.register}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </form>
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
