import { Text } from '@mantine/core';
import { AlertIcon, CheckCircleIcon } from '@primer/octicons-react';
import { Link } from 'react-router';
import { applicationsAt } from '../../components/criteria.ts';
import type { RegistryNumbers } from './operations.ts';
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
    ...(refusedLogins === null
      ? []
      : [{ count: refusedLogins, isExact: true, what: texts.refused, to: '/activity?operation=WARN_OF_LOGINS&days=7' }]),
  ];
  return (
    <div className="cards">
      {matters.map((matter) => (
        <Matters key={matter.to} {...matter} />
      ))}
    </div>
  );
}

function Matters({ count, isExact, what, to }: Matter) {
  const isSome = count > 0;
  const Icon = isSome ? AlertIcon : CheckCircleIcon;
  return (
    <Link to={to} className="card">
      <Text component="span" size="xl" fw={700} c={isSome ? 'var(--warning)' : 'dimmed'}>
        <Icon aria-hidden size={20} /> {isExact ? texts.amount(count) : texts.atLeast(count)}
      </Text>
      <Text component="span" size="sm">
        {' '}
        {what(count)}
      </Text>
    </Link>
  );
}
