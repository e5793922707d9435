import { useQuery } from '@apollo/client/react';
import { Link } from 'react-router';
import { texts as words } from '../../components/activity/texts.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { LATEST } from './operations.ts';
import { texts } from './texts.ts';

/** What was done last. */
export function Latest() {
  const { data, error, refetch } = useQuery(LATEST);
  if (error) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data) return <Skeleton height={360} />;
  const { edges } = data.activity;
  return (
    <div className="card">
      {edges.length === 0 && <div className="soft">{texts.noActivity}</div>}
      <ol className="latest">
        {edges.map(({ node: { id, operation, actor, objectName, objectType, createdAt } }) => (
          <li key={id}>
            <span className="any-text">
              {operation !== 'WARN_OF_LOGINS' && <b dir="auto">{actor?.username ?? words.nobody}</b>}{' '}
              {words.did[operation] ?? words.other(operation)} <bdi>{objectName}</bdi>
            </span>
            <span className="small soft">
              {objectType} · <Time value={createdAt} />
            </span>
          </li>
        ))}
      </ol>
      <Link to="/activity">{texts.allActivity}</Link>
    </div>
  );
}
