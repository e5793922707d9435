import { useQuery } from '@apollo/client/react';
import { Combobox, InputBase, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { graphql } from '../api/generated/index.ts';

const FIND_USERS = graphql(`
  query FindUsers($search: String!) {
    users(search: $search, first: 10) {
      edges {
        node {
          id
          username
          firstName
          lastName
        }
      }
    }
  }
`);

interface UserPickerProps {
  readonly label: string;
  readonly description: string;
  /** What is said where nobody is found. */
  readonly none: string;
  readonly error?: React.ReactNode;
  /** Told of the global id of who was chosen; of an empty one while nobody is. */
  readonly onChange: (id: string) => void;
}

/** Finds a user among those whom the viewer may see. */
export function UserPicker({ label, description, none, error, onChange }: UserPickerProps) {
  const combobox = useCombobox();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const { data, previousData } = useQuery(FIND_USERS, { variables: { search }, skip: search === '' });
  const found = search === '' ? [] : ((data ?? previousData)?.users.edges ?? []).map(({ node }) => node);
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        setTyped(found.find((user) => user.id === id)?.username ?? '');
        onChange(id);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <InputBase
          label={label}
          description={description}
          error={error}
          value={typed}
          maxLength={100}
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onChange('');
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={search === ''}>
        <Combobox.Options>
          {found.map(({ id, username, firstName, lastName }) => (
            <Combobox.Option key={id} value={id}>
              <bdi>{username}</bdi> <bdi>{`${firstName} ${lastName}`.trim()}</bdi>
            </Combobox.Option>
          ))}
          {data && found.length === 0 && <Combobox.Empty>{none}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
