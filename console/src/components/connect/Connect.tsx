import './Connect.css';
import { Alert, Group, NativeSelect, Paper, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApplicationDetailsFragment, GrantType } from '../../api/generated/graphql.ts';
import { ISSUER } from '../../session/place.ts';
import { Copyable, CopyButton } from '../Copyable.tsx';
import { useParameter } from '../use-parameter.ts';
import { snippet, TOOLS } from './snippets.ts';
import { texts } from './texts.ts';
import { type ConnectValues, endpointsOf, scopeOf } from './values.ts';

/** How an application is connected: what its makers need to know, and programs that run as they are. */
export function Connect({ application }: { application: ApplicationDetailsFragment }) {
  const { clientId, clientType, grantTypes, redirectUris, scopes } = application;
  const [wantedTool, setTool] = useParameter('with');
  const [wantedGrantType, setGrantType] = useParameter('by');
  const [wantedRedirectUri, setRedirectUri] = useParameter('to');
  const grantType = grantTypes.find((type) => type === wantedGrantType) ?? (grantTypes[0] as GrantType);
  const redirectUri = redirectUris.find((uri) => uri === wantedRedirectUri) ?? redirectUris[0];
  const values: ConnectValues = { issuer: ISSUER, clientId, clientType, grantType, redirectUri, scopes };
  const programs = TOOLS.flatMap((tool) => {
    const program = snippet(tool, values);
    return program === undefined ? [] : [{ tool, program }];
  });
  const { tool, program } = programs.find((one) => one.tool === wantedTool) ?? (programs[0] as (typeof programs)[number]);
  return (
    <Stack>
      <Text c="dimmed">{texts.about}</Text>
      <Facts values={values} />
      <Group align="flex-end">
        {grantTypes.length > 1 && (
          <NativeSelect
            label={texts.grantType}
            value={grantType}
            onChange={(event) => setGrantType(event.currentTarget.value)}
            data={grantTypes.map((value) => ({ value, label: texts.grantTypes[value] ?? value }))}
          />
        )}
        {grantType === 'AUTHORIZATION_CODE' && redirectUris.length > 1 && (
          <NativeSelect
            label={texts.redirectUri}
            value={redirectUri ?? ''}
            onChange={(event) => setRedirectUri(event.currentTarget.value)}
            data={redirectUris}
            maw="100%"
          />
        )}
        <NativeSelect
          label={texts.tool}
          value={tool}
          onChange={(event) => setTool(event.currentTarget.value)}
          data={programs.map((one) => ({ value: one.tool, label: texts.tools[one.tool] }))}
        />
      </Group>
      {grantType === 'PASSWORD' && <Alert color="yellow">{texts.password}</Alert>}
      <Program label={texts.snippet(texts.tools[tool])} program={program} />
    </Stack>
  );
}

function Facts({ values }: { values: ConnectValues }) {
  const { issuer, clientId, clientType, grantType, redirectUri } = values;
  const facts: [string, ReactNode][] = [
    [texts.clientId, <Copyable key="" value={clientId} what={texts.clientId} />],
    [texts.secret, clientType === 'CONFIDENTIAL' ? texts.secretText : texts.noSecret],
    [texts.issuer, <Copyable key="" value={issuer} what={texts.issuer} />],
    [texts.discovery, <Copyable key="" value={endpointsOf(issuer).discovery} what={texts.discovery} />],
    [texts.scope, <Copyable key="" value={scopeOf(values).join(' ')} what={texts.scope} />],
  ];
  if (grantType === 'AUTHORIZATION_CODE' && redirectUri)
    facts.push([texts.redirectUri, <Copyable key="" value={redirectUri} what={texts.redirectUri} />]);
  return (
    <Table variant="vertical" layout="auto">
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Program({ label, program }: { label: string; program: string }) {
  return (
    <Paper withBorder>
      <Group justify="space-between" px="md" pt={6} wrap="nowrap">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <CopyButton value={program} what={label} />
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section tabIndex={0} aria-label={label} className="program">
        <pre>{program}</pre>
      </section>
    </Paper>
  );
}
