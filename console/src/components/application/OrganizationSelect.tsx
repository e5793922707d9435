import { useQuery } from '@apollo/client/react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { graphql } from '../../api/generated/index.ts';
import { useViewer } from '../../app/viewer.tsx';
import { texts } from './texts.ts';

const FIND_ORGANIZATIONS = graphql(`
  query FindOrganizations($search: String!) {
    organizations(search: $search, first: 25) {
      edges {
        cursor
        node {
          id
          name
          userCapabilities {
            edit
          }
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

interface Organization {
  readonly id: string;
  readonly name: string;
}

interface OrganizationSelectProps {
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
  /** The one that is chosen already, if it is. */
  readonly chosen?: Organization | undefined;
}

/** The organizations in which the viewer may register applications, where they are few enough to be known already. */
export function useOwnOrganizations(): readonly Organization[] | undefined {
  const { isSuperuser, organizations } = useViewer();
  if (isSuperuser || organizations.totalCount > organizations.edges.length) return undefined;
  return organizations.edges.flatMap(({ node }) => (node.userCapabilities.edit ? [node] : []));
}

/** Chooses one of the organizations in which the viewer may register applications. */
export function OrganizationSelect({ value, onChange, error, disabled, chosen }: OrganizationSelectProps) {
  const own = useOwnOrganizations();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 200);
  const { data, previousData, loading } = useQuery(FIND_ORGANIZATIONS, { variables: { search }, skip: own !== undefined || disabled });
  const [last, setLast] = useState(chosen);
  const found =
    own ?? (data ?? previousData)?.organizations.edges.map(({ node }) => node).filter((node) => node.userCapabilities.edit) ?? [];
  // what is chosen stays known, whatever is searched for
  const known = last && !found.some(({ id }) => id === last.id) ? [last, ...found] : found;
  return (
    <Select
      label={texts.organization}
      description={texts.organizationText}
      required
      searchable
      allowDeselect={false}
      disabled={disabled}
      nothingFoundMessage={loading ? texts.searching : texts.noOrganization}
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      // what the API has found is not sifted again
      {...(!own && { filter: ({ options }) => options })}
      value={value || null}
      onChange={(id) => {
        setLast(known.find((organization) => organization.id === id));
        onChange(id ?? '');
      }}
      onSearchChange={setTyped}
      error={error}
      data-path="organizationId"
    />
  );
}
