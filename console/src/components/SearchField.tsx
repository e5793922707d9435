import { TextInput } from '@mantine/core';
import { SearchIcon } from '@primer/octicons-react';
import { type Ref, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { LONGEST_SEARCH } from './criteria.ts';

interface SearchFieldProps {
  readonly label: string;
  /** What is searched for, as the address says. */
  readonly value: string;
  /** Whether the API has not answered yet. */
  readonly isAsking: boolean;
  /** Has the address say it. */
  readonly onChange: (value: string) => void;
  /** One goes from here to what was found. */
  readonly onDown?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/**
 * Searches while one types: at once, and for one text at a time. What is typed until the API has answered is searched for next, so
 * that it is asked no more than it answers. Escape clears the field.
 */
export function SearchField({ label, value, isAsking, onChange, onDown, ref }: SearchFieldProps) {
  const { key } = useLocation();
  const [typed, setTyped] = useState(value);
  /** What the address was told, and which address that was. */
  const [told, setTold] = useState({ text: value, key: '' });
  const [before, setBefore] = useState(value);
  // back and forward change the address, too; what was told from here comes back while one types on
  if (value !== before) {
    setBefore(value);
    if (value !== told.text) setTyped(value);
    setTold({ text: value, key: '' });
  }
  const isTelling = told.key === key;
  useEffect(() => {
    if (isAsking || isTelling || typed === value) return;
    setTold({ text: typed, key });
    onChange(typed);
  });
  return (
    <TextInput
      ref={ref}
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={LONGEST_SEARCH}
      leftSection={<SearchIcon aria-hidden />}
      value={typed}
      // as the address can say it: while a letter is composed, a field may have more than its longest text, or half a character
      onChange={(event) => setTyped(event.currentTarget.value.slice(0, LONGEST_SEARCH).toWellFormed())}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed !== '') setTyped('');
        else if (event.key === 'Escape') event.currentTarget.blur();
        else if (event.key === 'ArrowDown' && onDown) onDown();
        else return;
        event.preventDefault();
      }}
    />
  );
}
