import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { PageHeader } from '../../components/PageHeader.tsx';
import { texts } from './texts.ts';

/** Stands where there is no page, or nothing that the viewer may see: which of the two is not told. */
export function Page() {
  return (
    <>
      <PageHeader title={texts.title}>{texts.text}</PageHeader>
      <Button component={Link} to="/">
        {texts.home}
      </Button>
    </>
  );
}
