import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { SearchIcon } from '@primer/octicons-react';
import { useEffect, useState } from 'react';

interface SearchFieldProps {
  readonly label: string;
  /** What is searched for, as the address says. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The longest text that the API searches for. */
const LONGEST = 100;

/** Searches while one types: a moment after the last key. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, 200);
  // back and forward change the address, too
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={LONGEST}
      leftSection={<SearchIcon aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
