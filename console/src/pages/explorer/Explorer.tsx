import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { NativeSelect } from '@mantine/core';
import { GraphiQL } from 'graphiql';
import { buildSchema } from 'graphql';
import { useSyncExternalStore } from 'react';
import schemaText from '../../../../schema.graphql?raw';
import { colorScheme, subscribe } from '../../appearance.ts';
import { HERE } from '../../session/place.ts';
import { accessToken } from '../../session/session.ts';
import { texts } from './texts.ts';

const EXAMPLES = Object.entries(
  import.meta.glob<string>('../../../../examples/*.graphql', { query: '?raw', import: 'default', eager: true }),
).map(([path, text]) => ({ name: path.replace(/.*\/|\.graphql$/g, '').replaceAll('-', ' '), text }));

// built in, so that it is there where introspection is switched off
const schema = buildSchema(schemaText);

/** What was asked may hold secrets, so it is kept as long as the page is there, and no longer. */
const memory = (): Storage => {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
};
const storage = memory();

const ask = async (token: string, body: unknown, headers: Record<string, string> | undefined): Promise<Response> =>
  fetch(`${HERE}graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

/** GraphiQL's tabs have buttons in them, which a tab must not (WAI-ARIA 1.2, section 6.4): without the role they are a list of buttons. */
function asList(root: HTMLElement | null) {
  if (!root) return;
  const names = ['role', 'aria-selected'];
  const amend = () => {
    for (const tab of root.querySelectorAll('[role=tab], [role=tablist], .graphiql-tab[aria-selected]'))
      for (const name of names) tab.removeAttribute(name);
  };
  const observer = new MutationObserver(amend);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: names });
  amend();
  return () => observer.disconnect();
}

/** GraphiQL, which asks as whoever is logged in. */
export default function Explorer() {
  const scheme = useSyncExternalStore(subscribe, colorScheme);
  return (
    <div className="explorer" ref={asList}>
      <GraphiQL
        schema={schema}
        storage={storage}
        forcedTheme={scheme}
        defaultQuery={texts.first}
        fetcher={async (parameters, { headers } = {}) => {
          const token = await accessToken();
          const first = await ask(token, parameters, headers);
          const answer = first.status === 401 ? await ask(await accessToken(token), parameters, headers) : first;
          return answer.json();
        }}
      >
        <GraphiQL.Logo>
          <Examples />
        </GraphiQL.Logo>
      </GraphiQL>
    </div>
  );
}

/** Opens an example in a tab of its own. */
function Examples() {
  const { addTab } = useGraphiQLActions();
  const editor = useGraphiQL(({ queryEditor }) => queryEditor);
  return (
    <NativeSelect
      size="xs"
      aria-label={texts.examples}
      value=""
      data={[{ value: '', label: texts.choose }, ...EXAMPLES.map(({ name }) => ({ value: name, label: name }))]}
      onChange={(event) => {
        const example = EXAMPLES.find(({ name }) => name === event.currentTarget.value);
        if (!example) return;
        addTab();
        editor?.setValue(example.text);
      }}
    />
  );
}
