import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { PageHeader } from './PageHeader.tsx';
import { texts } from './texts.ts';

/** Stands where there is no page, or nothing that the viewer may see: which of the two is not told. */
export function Nothing() {
  return (
    <>
      <PageHeader title={texts.nothing.title}>{texts.nothing.text}</PageHeader>
      <Button component={Link} to="/">
        {texts.nothing.home}
      </Button>
    </>
  );
}
