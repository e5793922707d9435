import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { SearchIcon } from '@primer/octicons-react';
import { type Ref, useState } from 'react';

interface SearchFieldProps {
  readonly label: string;
  /** What is searched for, as the address says. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** One goes from here to what was found. */
  readonly onDown?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The longest text that the API searches for. */
const LONGEST = 100;

/** Searches while one types: a moment after the last key. Escape clears it. */
export function SearchField({ label, value, onChange, onDown, ref }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const [before, setBefore] = useState(value);
  // back and forward change the address, too; what was told from here comes back while one types on
  if (value !== before) {
    setBefore(value);
    if (value !== told) setTyped(value);
    setTold(value);
  }
  const tell = useDebouncedCallback((text: string) => {
    setTold(text);
    onChange(text);
  }, 200);
  const type = (text: string) => {
    setTyped(text);
    tell(text);
  };
  return (
    <TextInput
      ref={ref}
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={LONGEST}
      leftSection={<SearchIcon aria-hidden />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed !== '') type('');
        else if (event.key === 'Escape') event.currentTarget.blur();
        else if (event.key === 'ArrowDown' && onDown) onDown();
        else return;
        event.preventDefault();
      }}
    />
  );
}
