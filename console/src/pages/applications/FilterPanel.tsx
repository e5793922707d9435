import { useQuery } from '@apollo/client/react';
import { Chip, Fieldset, Group, Paper, Select, SimpleGrid, TagsInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { graphql } from '../../api/generated/index.ts';
import type { Criteria } from '../../components/criteria.ts';
import type { Change } from './filters.ts';
import { OrganizationFilter } from './OrganizationFilter.tsx';
import { texts } from './texts.ts';

const SCOPES = graphql(`
  query FilterScopes {
    scopes {
      name
    }
  }
`);
/** The days of the overview. */
const DAYS = { unused: 90, secrets: 30 };

interface FilterPanelProps {
  readonly criteria: Criteria;
  readonly onChange: (change: Change) => void;
}

/** Everything that the list can be filtered by. */
export function FilterPanel({ criteria, onChange }: FilterPanelProps) {
  const { organizationId, enabled, clientType, grantType, tags = [], scope, unusedDays, secretDays, hasLiveTokens } = criteria;
  const { data } = useQuery(SCOPES, { fetchPolicy: 'cache-first' });
  const scopes = data?.scopes.map(({ name }) => name) ?? [];
  const isForgotten = enabled === false && hasLiveTokens === true;
  const chip = (label: string, isSet: boolean, change: Change, without: Change) => (
    <Chip key={label} size="sm" checked={isSet} onChange={(isChecked) => onChange(isChecked ? change : without)}>
      {label}
    </Chip>
  );
  return (
    <Paper withBorder p="md" mb="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Choices label={texts.state}>
          {chip(texts.enabled, enabled === true, { enabled: true }, { enabled: undefined })}
          {chip(texts.disabled, enabled === false, { enabled: false }, { enabled: undefined })}
        </Choices>
        <Choices label={texts.clientType}>
          {(['CONFIDENTIAL', 'PUBLIC'] as const).map((type) =>
            chip(texts.clientTypes[type], clientType === type, { clientType: type }, { clientType: undefined }),
          )}
        </Choices>
        <Choices label={texts.grantType}>
          {(['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'DEVICE_CODE', 'PASSWORD'] as const).map((type) =>
            chip(texts.grantTypes[type], grantType === type, { grantType: type }, { grantType: undefined }),
          )}
        </Choices>
        <Choices label={texts.attention}>
          {chip(
            texts.secrets(secretDays ?? DAYS.secrets),
            secretDays !== undefined,
            { secretDays: DAYS.secrets },
            { secretDays: undefined },
          )}
          {chip(texts.unused(unusedDays ?? DAYS.unused), unusedDays !== undefined, { unusedDays: DAYS.unused }, { unusedDays: undefined })}
          {chip(
            texts.disabledWithLiveTokens,
            isForgotten,
            { enabled: false, hasLiveTokens: true },
            { enabled: undefined, hasLiveTokens: undefined },
          )}
        </Choices>
        <OrganizationFilter value={organizationId} onChange={(value) => onChange({ organizationId: value })} />
        <Select
          label={texts.scope}
          placeholder={texts.anyScope}
          data={scope && !scopes.includes(scope) ? [scope, ...scopes] : scopes}
          value={scope ?? null}
          onChange={(value) => onChange({ scope: value ?? undefined })}
          clearButtonProps={{ 'aria-label': texts.removeFilter(texts.scope) }}
          searchable
          clearable
        />
        <TagsInput
          label={texts.tags}
          description={texts.tagsHint}
          value={[...tags]}
          onChange={(value) => onChange({ tags: value })}
          maxTags={20}
          clearButtonProps={{ 'aria-label': texts.removeFilter(texts.tags) }}
          clearable
        />
      </SimpleGrid>
    </Paper>
  );
}

const Choices = ({ label, children }: { label: string; children: ReactNode }) => (
  <Fieldset variant="unstyled" legend={label}>
    <Group gap="xs">{children}</Group>
  </Fieldset>
);
