import { useRevalidator, useRouteError } from 'react-router';
import { messageOf } from '../api/errors.ts';
import { texts } from './texts.ts';

/** Whether a part of the console could not be loaded, as after an update. */
const isMissingPart = (error: unknown) => error instanceof TypeError && /import|module/i.test(error.message);

/** Stands where a page has failed. */
export function Broken() {
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  return (
    <div className="stack" role="alert">
      <h1 className="title">{texts.broken.title}</h1>
      <div>{isMissingPart(error) ? texts.broken.newer : messageOf(error)}</div>
      <div className="actions">
        {!isMissingPart(error) && (
          <button type="button" className="button" onClick={() => void revalidate()}>
            {texts.broken.retry}
          </button>
        )}
        <button type="button" className="button plain" onClick={() => location.reload()}>
          {texts.broken.reload}
        </button>
      </div>
    </div>
  );
}
