import { TriangleDownIcon, TriangleUpIcon } from '@primer/octicons-react';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import type { ApplicationOrder } from '../../api/generated/graphql.ts';
import type { Column } from './columns.tsx';
import type { Listed } from './operations.ts';
import { isPickable, Row } from './Row.tsx';
import { texts } from './texts.ts';

/** What moves through the rows from elsewhere on the page. */
export interface TableHandle {
  /** Goes to the row so many further on; from elsewhere, to that where one was last. */
  readonly move: (by: number) => void;
}

interface ApplicationsTableProps {
  readonly handle: Ref<TableHandle>;
  readonly applications: readonly Listed[];
  readonly columns: readonly Column[];
  readonly order: ApplicationOrder;
  readonly onOrder: (order: ApplicationOrder) => void;
  readonly picked: ReadonlySet<string>;
  readonly onPick: (id: string, isPicked: boolean) => void;
  readonly onPickAll: (isPicked: boolean) => void;
  /** One wants to go below the last row. */
  readonly onEnd: () => void;
  /** Whether another list is on its way. */
  readonly isBusy: boolean;
}

const NAME: Omit<Column, 'cell'> = { key: 'name', field: 'NAME' };

/** The list as a table: one stop for the tab key, and arrows from row to row. */
export function ApplicationsTable(props: ApplicationsTableProps) {
  const { handle, applications, columns, order, onOrder, picked, onPick, onPickAll, onEnd, isBusy } = props;
  const [active, setActive] = useState<string>();
  const body = useRef<HTMLTableSectionElement>(null);
  const activeIndex = Math.max(
    applications.findIndex(({ id }) => id === active),
    0,
  );
  const pickable = applications.filter(isPickable);
  const hasPicking = pickable.length > 0;

  const focus = (index: number, control: string) => {
    if (index >= applications.length) onEnd();
    const row = body.current?.rows[Math.min(Math.max(index, 0), applications.length - 1)];
    (row?.querySelector<HTMLElement>(control) ?? row?.querySelector('a'))?.focus();
  };
  useImperativeHandle(handle, () => ({
    move: (by) => focus(body.current?.contains(document.activeElement) ? activeIndex + by : activeIndex, 'a'),
  }));

  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const control = (event.target as HTMLElement).localName;
    const row = applications[activeIndex];
    const to = { ArrowDown: activeIndex + 1, ArrowUp: activeIndex - 1, Home: 0, End: applications.length - 1 }[event.key];
    if (to !== undefined) focus(to, control);
    // a checkbox does that by itself
    else if (event.key === ' ' && control === 'a' && row && isPickable(row)) onPick(row.id, !picked.has(row.id));
    else return;
    event.preventDefault();
  };

  const head = ({ key, field, direction = 'ASC' }: Omit<Column, 'cell'>) => {
    const isOrdered = field !== undefined && field === order.field;
    const Icon = order.direction === 'ASC' ? TriangleUpIcon : TriangleDownIcon;
    const next = isOrdered ? (order.direction === 'ASC' ? 'DESC' : 'ASC') : direction;
    return (
      <th key={key} scope="col" aria-sort={isOrdered ? (order.direction === 'ASC' ? 'ascending' : 'descending') : undefined}>
        {field ? (
          <button type="button" onClick={() => onOrder({ field, direction: next })}>
            {texts.heads[key]}
            {isOrdered && <Icon aria-hidden />}
          </button>
        ) : (
          texts.heads[key]
        )}
      </th>
    );
  };

  return (
    <div className="apps-scroll">
      <table className="apps" aria-busy={isBusy} aria-label={texts.title}>
        <thead>
          <tr>
            {hasPicking && (
              <td>
                <PickAll count={pickable.length} picked={pickable.filter(({ id }) => picked.has(id)).length} onPick={onPickAll} />
              </td>
            )}
            {head(NAME)}
            {columns.map(head)}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={press} onFocus={(event) => setActive((event.target as HTMLElement).closest('tr')?.dataset['id'])}>
          {applications.map((application, index) => (
            <Row
              key={application.id}
              application={application}
              columns={columns}
              hasPicking={hasPicking}
              isPicked={picked.has(application.id)}
              isActive={index === activeIndex}
              onPick={onPick}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PickAll({ count, picked, onPick }: { count: number; picked: number; onPick: (isPicked: boolean) => void }) {
  return (
    <input
      type="checkbox"
      aria-label={texts.pickAll}
      checked={picked === count}
      ref={(input) => {
        if (input) input.indeterminate = picked > 0 && picked < count;
      }}
      onChange={(event) => onPick(event.currentTarget.checked)}
    />
  );
}
