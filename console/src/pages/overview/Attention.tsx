import { useQuery } from '@apollo/client/react';
import { AlertIcon, CheckCircleIcon } from '@primer/octicons-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { applicationsAt } from '../../components/criteria.ts';
import { daysAgo } from '../../components/days-ago.ts';
import { type RegistryNumbers, WARNINGS } from './operations.ts';
import { texts } from './texts.ts';

interface Matter {
  readonly count: number;
  readonly isExact: boolean;
  readonly what: (count: number) => string;
  readonly to: string;
}

/** What somebody should look at, each with the list of it. What the viewer is not told is absent. */
export function Attention({ of }: { of: RegistryNumbers['attention'] }) {
  const { secretsExpiring, unusedApplications, disabledWithLiveTokens, refusedLogins } = of;
  const matters: readonly Matter[] = [
    { ...secretsExpiring, what: texts.secrets, to: applicationsAt({ secretDays: 30 }) },
    { ...unusedApplications, what: texts.unused, to: applicationsAt({ unusedDays: 90 }) },
    { ...disabledWithLiveTokens, what: texts.forgotten, to: applicationsAt({ enabled: false, hasLiveTokens: true }) },
  ];
  return (
    <div className="cards">
      {matters.map((matter) => (
        <Matters key={matter.to} {...matter} />
      ))}
      {refusedLogins != null && <RefusedLogins count={refusedLogins} />}
    </div>
  );
}

const Matters = ({ to, ...matter }: Matter) => (
  <Link to={to} className="card">
    <Amount {...matter} />
  </Link>
);

function Amount({ count, isExact, what }: Omit<Matter, 'to'>) {
  const isSome = count > 0;
  const Icon = isSome ? AlertIcon : CheckCircleIcon;
  return (
    <>
      <span className={isSome ? 'amount some' : 'amount'}>
        <Icon aria-hidden size={20} /> {isExact ? texts.amount(count) : texts.atLeast(count)}
      </span>{' '}
      <span className="small">{what(count)}</span>
    </>
  );
}

const DAYS = 7;

/** What is counted alone: there is a list of those warnings alone that many at a time have led to. */
function RefusedLogins({ count }: { count: number }) {
  const since = useMemo(() => daysAgo(DAYS), []);
  const { data } = useQuery(WARNINGS, { variables: { since }, skip: count === 0 });
  return (
    <div className="card">
      <Amount count={count} isExact what={texts.refused} />
      {count > 0 && <div className="small soft">{texts.refusedText}</div>}
      {data && data.activity.edges.length > 0 && <Link to={`/activity?operation=WARN_OF_LOGINS&days=${DAYS}`}>{texts.warnings}</Link>}
    </div>
  );
}
