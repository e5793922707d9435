import { useQuery } from '@apollo/client/react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { graphql } from '../../api/generated/index.ts';
import { LONGEST_SEARCH } from '../../components/criteria.ts';
import { texts } from './texts.ts';

const ORGANIZATION = graphql(`
  query FilterOrganization($id: ID!) {
    organization(id: $id) {
      id
      name
    }
  }
`);
const FOUND = graphql(`
  query FilterOrganizations($search: String) {
    organizations(first: 50, search: $search) {
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
          name
        }
      }
    }
  }
`);

/** The name of the organization with an id; the id as long as it is not known, or where there is none that the viewer may see. */
export function useOrganizationName(id: string | undefined): string {
  const { data } = useQuery(ORGANIZATION, { variables: { id: id ?? '' }, skip: id === undefined, fetchPolicy: 'cache-first' });
  return data?.organization?.name ?? id ?? '';
}

interface OrganizationFilterProps {
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** Chooses an organization among those whose name has what is typed in it. */
export function OrganizationFilter({ value, onChange }: OrganizationFilterProps) {
  const name = useOrganizationName(value);
  const [typed, setTyped] = useState('');
  const [sought] = useDebouncedValue(typed, 200);
  const search = sought === name ? undefined : sought.trim().slice(0, LONGEST_SEARCH) || undefined;
  const { data, previousData, loading } = useQuery(FOUND, { variables: { search } });
  const found = ((data ?? previousData)?.organizations.edges ?? []).map(({ node }) => ({ value: node.id, label: node.name }));
  return (
    <Select
      label={texts.organization}
      placeholder={texts.anyOrganization}
      data={value !== undefined && !found.some((organization) => organization.value === value) ? [{ value, label: name }, ...found] : found}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      searchValue={typed}
      onSearchChange={setTyped}
      // the API has searched
      filter={({ options }) => options}
      nothingFoundMessage={loading ? texts.reading : texts.noOrganization}
      clearButtonProps={{ 'aria-label': texts.removeFilter(texts.organization) }}
      searchable
      clearable
    />
  );
}
