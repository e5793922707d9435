import { PageHeader } from '../../components/PageHeader.tsx';
import { texts } from './texts.ts';

/** What needs attention, and what there is. */
export function Page() {
  return <PageHeader title={texts.title} />;
}
