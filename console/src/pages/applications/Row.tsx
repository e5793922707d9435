import { memo } from 'react';
import { Link } from 'react-router';
import type { Column } from './columns.tsx';
import type { Listed } from './operations.ts';
import { texts } from './texts.ts';

interface RowProps {
  readonly application: Listed;
  readonly columns: readonly Column[];
  /** Whether any row of the list can be selected. */
  readonly hasPicking: boolean;
  readonly isPicked: boolean;
  /** Whether the tab key comes to this row. */
  readonly isActive: boolean;
  readonly onPick: (id: string, isPicked: boolean) => void;
}

/** Whether the viewer may do something to an application that can be done to many. */
export const isPickable = ({ userCapabilities }: Listed): boolean => userCapabilities.edit || userCapabilities.delete;

/** An application in the list. Drawn anew only where it has changed. */
export const Row = memo(function Row({ application, columns, hasPicking, isPicked, isActive, onPick }: RowProps) {
  const { id, clientId, name } = application;
  const tabIndex = isActive ? 0 : -1;
  return (
    <tr data-id={id} data-picked={isPicked || undefined}>
      {hasPicking && (
        <td>
          {isPickable(application) && (
            <input
              type="checkbox"
              checked={isPicked}
              tabIndex={tabIndex}
              aria-label={texts.pick(name)}
              onChange={(event) => onPick(id, event.currentTarget.checked)}
            />
          )}
        </td>
      )}
      <th scope="row">
        {/* with its tab, because `new` may be a client id, too */}
        <Link to={`/applications/${encodeURIComponent(clientId)}/settings`} tabIndex={tabIndex} dir="auto" className="apps-text">
          {name}
        </Link>
      </th>
      {columns.map(({ key, cell }) => (
        <td key={key}>{cell(application)}</td>
      ))}
    </tr>
  );
});
