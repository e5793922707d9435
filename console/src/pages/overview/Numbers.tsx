import { Link } from 'react-router';
import { useViewer } from '../../app/viewer.tsx';
import { applicationsAt } from '../../components/criteria.ts';
import type { RegistryNumbers } from './operations.ts';
import { texts } from './texts.ts';

interface Row {
  readonly what: string;
  readonly count: number;
  readonly isExact?: boolean;
  readonly to?: string;
}

/** How much of everything there is. */
export function Numbers({ of }: { of: RegistryNumbers }) {
  const { isSuperuser } = useViewer();
  const { applications, tokens, organizations, users } = of;
  const { isExact } = tokens;
  return (
    <div className="cards">
      <Group
        title={texts.applications}
        rows={[
          { what: texts.enabled, count: applications.enabled, to: applicationsAt({ enabled: true }) },
          { what: texts.disabled, count: applications.disabled, to: applicationsAt({ enabled: false }) },
          { what: texts.confidential, count: applications.confidential, to: applicationsAt({ clientType: 'CONFIDENTIAL' }) },
          { what: texts.public, count: applications.public, to: applicationsAt({ clientType: 'PUBLIC' }) },
        ].map((row) => ({ ...row, isExact: applications.isExact }))}
      />
      <Group
        title={texts.tokens}
        rows={[
          { what: texts.active, count: tokens.active, isExact },
          { what: texts.expired, count: tokens.expired, isExact },
          { what: texts.revoked, count: tokens.revoked, isExact },
        ]}
      />
      <Group
        title={texts.rest}
        rows={[
          { what: texts.organizations, count: organizations, to: '/organizations' },
          { what: texts.users, ...users, ...(isSuperuser && { to: '/users' }) },
        ]}
      />
    </div>
  );
}

const Group = ({ title, rows }: { title: string; rows: readonly Row[] }) => (
  <div className="card">
    <h3>{title}</h3>
    <dl className="numbers">
      {rows.map(({ what, count, isExact = true, to }) => (
        <div key={what}>
          <dt>{to ? <Link to={to}>{what}</Link> : what}</dt>
          <dd>{isExact ? texts.amount(count) : texts.atLeast(count)}</dd>
        </div>
      ))}
    </dl>
  </div>
);
