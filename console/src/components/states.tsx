import type { ReactNode } from 'react';
import { messageOf } from '../api/errors.ts';
import { texts } from './texts.ts';

/** What went wrong where something was to be shown, and a way to try again. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => unknown }) {
  return (
    <div className="fault" role="alert">
      <b>{texts.failed}</b>
      {messageOf(error)}
      {onRetry && (
        <button type="button" className="button plain small" onClick={() => void onRetry()}>
          {texts.retry}
        </button>
      )}
    </div>
  );
}

/** Stands where there is nothing yet, and says what to do. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2 className="subtitle">{title}</h2>
      <div className="soft">{children}</div>
      {action}
    </div>
  );
}
