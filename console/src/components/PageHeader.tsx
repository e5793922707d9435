import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { BRAND } from '../session/place.ts';

/** The head of a page: what it is, in a sentence what it is for, and what can be done on it. */
export function PageHeader({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  useDocumentTitle(`${title} – ${BRAND}`);
  return (
    <header className="page-header">
      <div>
        <h1 className="title" dir="auto">
          {title}
        </h1>
        {children && <div className="soft">{children}</div>}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </header>
  );
}
