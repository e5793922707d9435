import { useLocalStorage } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { ApplicationOrder, ApplicationOrderField } from '../../api/generated/graphql.ts';
import { Time } from '../../components/Time.tsx';
import type { Listed } from './operations.ts';
import { texts } from './texts.ts';

/** A column of the list, and what stands in it: plain elements, because there are hundreds of them. */
export interface Column {
  readonly key: keyof typeof texts.heads;
  /** What the list is ordered by with it. */
  readonly field?: ApplicationOrderField;
  /** Which way first. */
  readonly direction?: ApplicationOrder['direction'];
  readonly cell: (application: Listed) => ReactNode;
}

const tags = (values: readonly string[]) => (
  <span className="apps-tags">
    {values.map((value) => (
      <span key={value} className="apps-tag">
        {value}
      </span>
    ))}
  </span>
);
const time = (value: string | null | undefined) => (value ? <Time value={value} /> : <span className="apps-soft">{texts.never}</span>);

/** All columns beside the name. */
export const COLUMNS: readonly Column[] = [
  { key: 'organization', field: 'ORGANIZATION', cell: ({ organization }) => <bdi className="apps-text">{organization.name}</bdi> },
  { key: 'clientType', cell: ({ clientType }) => texts.clientTypes[clientType] ?? clientType },
  { key: 'grantTypes', cell: ({ grantTypes }) => tags(grantTypes.map((type) => texts.grantTypes[type] ?? type)) },
  {
    key: 'state',
    cell: ({ enabled }) => (
      <span className="apps-state" data-enabled={enabled}>
        {enabled ? texts.enabled : texts.disabled}
      </span>
    ),
  },
  { key: 'tags', cell: (application) => tags(application.tags) },
  { key: 'maximumScopes', cell: ({ maximumScopes }) => tags(maximumScopes) },
  { key: 'vendor', field: 'VENDOR', cell: ({ vendor }) => <bdi className="apps-text">{vendor}</bdi> },
  { key: 'clientId', cell: ({ clientId }) => <code className="apps-text">{clientId}</code> },
  { key: 'lastUsed', field: 'LAST_USED_AT', direction: 'DESC', cell: ({ lastUsedAt }) => time(lastUsedAt) },
  { key: 'created', field: 'CREATED_AT', direction: 'DESC', cell: ({ createdAt }) => time(createdAt) },
  { key: 'modified', field: 'MODIFIED_AT', direction: 'DESC', cell: ({ modifiedAt }) => time(modifiedAt) },
];

const FIRST: readonly string[] = ['organization', 'clientType', 'state', 'tags', 'lastUsed', 'created'];

function keysIn(text: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return Array.isArray(value) ? value.filter((key) => COLUMNS.some((column) => column.key === key)) : FIRST;
  } catch {
    return FIRST;
  }
}

/** The keys of the columns that the viewer wants, as this browser keeps them, and what changes them. */
export function useColumnKeys() {
  const [keys, set] = useLocalStorage<readonly string[]>({
    key: 'clientele.applications.columns',
    defaultValue: FIRST,
    getInitialValueInEffect: false,
    deserialize: keysIn,
  });
  return [keys, set] as const;
}
