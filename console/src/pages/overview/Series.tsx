import { useQuery } from '@apollo/client/react';
import { useIntersection } from '@mantine/hooks';
import { type ReactNode, useId, useState } from 'react';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { Chart } from './Chart.tsx';
import { type DailyCount, SERIES } from './operations.ts';
import { texts } from './texts.ts';

/** Shows its children once one has nearly scrolled to them. */
export function WhenNear({ children, fallback }: { children: ReactNode; fallback: ReactNode }) {
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  return <div ref={ref}>{entry?.isIntersecting ? children : fallback}</div>;
}

/** Stands where charts will be. */
export const SeriesSkeleton = () => (
  <div className="series" aria-hidden>
    <Skeleton height={340} />
    <Skeleton height={340} />
  </div>
);

/** What happened day by day: drawn, in a sentence, and as a table. */
export function Series() {
  const { data, error, refetch } = useQuery(SERIES);
  if (error) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data) return <SeriesSkeleton />;
  const { tokensIssued, applicationsRegistered } = data.registry;
  return (
    <div className="series">
      {tokensIssued && <Figure title={texts.tokensIssued} days={tokensIssued} />}
      <Figure title={texts.applicationsRegistered} days={applicationsRegistered} />
    </div>
  );
}

function Figure({ title, days }: { title: string; days: readonly DailyCount[] }) {
  const id = useId();
  const [isTabled, setTabled] = useState(false);
  return (
    <figure className="card" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <div className="small">{texts.summary(days)}</div>
      </figcaption>
      <Chart days={days} />
      <details onToggle={({ currentTarget }) => setTabled(currentTarget.open)}>
        <summary>{texts.asTable}</summary>
        {isTabled && <Table days={days} />}
      </details>
    </figure>
  );
}

const Table = ({ days }: { days: readonly DailyCount[] }) => (
  <table className="days">
    <thead>
      <tr>
        <th scope="col">{texts.day}</th>
        <th scope="col">{texts.count}</th>
      </tr>
    </thead>
    <tbody>
      {days.map(({ date, count }) => (
        <tr key={date}>
          <th scope="row">{texts.dayOf(date)}</th>
          <td>{texts.amount(count)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
