import './overview.css';
import { useQuery } from '@apollo/client/react';
import { PlusIcon } from '@primer/octicons-react';
import { type ReactNode, Suspense } from 'react';
import { Link } from 'react-router';
import { mayRegister, useViewer, type Viewer } from '../../app/viewer.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { Attention } from './Attention.tsx';
import { Latest } from './Latest.tsx';
import { Numbers } from './Numbers.tsx';
import { OVERVIEW } from './operations.ts';
import { Series, SeriesSkeleton, WhenNear } from './Series.tsx';
import { texts } from './texts.ts';

/** What needs attention, and what there is. */
export function Page() {
  const { data, error, refetch } = useQuery(OVERVIEW);
  const registry = data?.registry;
  // the gateway's own is there from the start
  const isFirstRun = data?.applications.edges.every(({ node }) => node.builtIn) ?? false;
  return (
    <>
      <PageHeader title={texts.title} actions={!isFirstRun && <WithViewer>{(viewer) => mayRegister(viewer) && REGISTER}</WithViewer>}>
        {texts.about}
      </PageHeader>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {isFirstRun ? (
        <WithViewer>{(viewer) => <FirstRun canRegister={mayRegister(viewer)} />}</WithViewer>
      ) : (
        !error && (
          <>
            <Section title={texts.attention}>{registry ? <Attention of={registry.attention} /> : <Cards count={4} height={112} />}</Section>
            <Section title={texts.numbers}>
              {registry?.countedAt && (
                <p className="small soft counted">
                  {texts.counted} <Time value={registry.countedAt} />
                </p>
              )}
              <Suspense fallback={<Cards count={3} height={180} />}>
                {registry ? <Numbers of={registry} /> : <Cards count={3} height={180} />}
              </Suspense>
            </Section>
            <Section title={texts.series}>
              <WhenNear fallback={<SeriesSkeleton />}>
                <Series />
              </WhenNear>
            </Section>
          </>
        )
      )}
      <Section title={texts.activity}>
        <Latest />
      </Section>
    </>
  );
}

const REGISTER = (
  <Link className="button" to="/applications/new">
    <PlusIcon aria-hidden />
    {texts.new}
  </Link>
);

const FirstRun = ({ canRegister }: { canRegister: boolean }) => (
  <EmptyState title={canRegister ? texts.first.title : texts.first.askTitle} action={canRegister && REGISTER}>
    {canRegister ? texts.first.text : texts.first.ask}
  </EmptyState>
);

/** What depends on who is logged in: nothing else waits for that. */
function WithViewer({ children }: { children: (viewer: Viewer) => ReactNode }) {
  return (
    <Suspense>
      <Viewing>{children}</Viewing>
    </Suspense>
  );
}
const Viewing = ({ children }: { children: (viewer: Viewer) => ReactNode }) => children(useViewer());

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="overview-section">
    <h2 className="subtitle">{title}</h2>
    {children}
  </section>
);

const Cards = ({ count, height }: { count: number; height: number }) => (
  <div className="cards" aria-hidden>
    {Array.from({ length: count }, (_, index) => (
      <Skeleton key={index} height={height} />
    ))}
  </div>
);
