import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext, SourceTextModule } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { GrantType } from '../../console/src/api/generated/graphql.ts';
import { literal } from '../../console/src/components/connect/literals.ts';
import { snippet, TOOLS, type Tool } from '../../console/src/components/connect/snippets.ts';
import type { ConnectValues } from '../../console/src/components/connect/values.ts';

/** What no language may take for anything but characters. */
const NASTY = [
  `"; process.exit(1); //`,
  `'; touch /tmp/owned; '`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is to stay one
  '$(id) `id` ${HOME} $HOME %PATH% #{1+1} {{x}}',
  '</script><script>alert(1)</script><!--',
  'one\ntwo\r\nthree\ttab\u0000nul\u007f\u0085\u2028\u2029',
  '\\',
  '\\"\\\\\'',
  'é 𝒳 👩‍👩‍👧 \u202Egnirts',
  '*/ --> """ \'\'\' %s {0}',
  '- yes: [no, ~] # !!int &a *a | >',
  '',
];

/** How each tool writes a text. */
const LITERALS = {
  'openid-client': literal.js,
  spring: literal.spring,
  go: literal.go,
  authlib: literal.python,
  aspnet: literal.csharp,
};

const hasPython = spawnSync('python3', ['--version']).status === 0;
const inPython = hasPython ? test : test.skip;
const inGo = spawnSync('go', ['version']).status === 0 ? test : test.skip;

describe('a text as a literal', () => {
  test.each(NASTY)('stays what it is in JavaScript, and ends no script element: %j', (text) => {
    expect(runInNewContext(literal.js(text))).toBe(text);
    expect(literal.js(text)).toMatch(/^[\x20-\x7e]*$/);
    expect(literal.js(text)).not.toMatch(/[<>&]/);
  });

  inPython('stays what it is in Python', () => {
    const program = `import json\nprint(json.dumps([${NASTY.map(literal.python).join(', ')}]))`;
    expect(JSON.parse(execFileSync('python3', ['-c', program], { encoding: 'utf8' }))).toEqual(NASTY);
  });

  inGo('stays what it is in Go (of golang-go)', () => {
    const directory = mkdtempSync(join(tmpdir(), 'clientele-go-'));
    const file = join(directory, 'texts.go');
    const texts = `[]string{${NASTY.map(literal.go).join(', ')}}`;
    writeFileSync(
      file,
      `package main\nimport ("encoding/json"; "os")\nfunc main() { if json.NewEncoder(os.Stdout).Encode(${texts}) != nil { os.Exit(1) } }`,
    );
    try {
      expect(JSON.parse(execFileSync('go', ['run', file], { encoding: 'utf8' }))).toEqual(NASTY);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('stays what it is in a shell', () => {
    // no argument of a program has a NUL, which no value of the registry has either
    const texts = NASTY.map((text) => text.replaceAll('\0', ''));
    const program = `for text in ${texts.map(literal.shell).join(' ')} ''; do printf '%s\\0' "$text"; done`;
    expect(execFileSync('sh', ['-c', program], { encoding: 'utf8' }).split('\0').slice(0, texts.length)).toEqual(texts);
  });

  test.each(NASTY)('stays what it is in YAML, and is no property of Spring: %j', (text) => {
    expect(parse(literal.spring(text)).replaceAll('\\${', '${')).toBe(text);
    expect(parse(literal.spring(text))).not.toMatch(/(?<!\\)\$\{/);
  });

  // those of Go and C# are written by the rules of JSON, of which both have these escapes
  test.each(NASTY)('uses escapes alone that Go and C# have: %j', (text) => {
    for (const language of [literal.go, literal.csharp]) {
      const literalOf = language(text);
      expect(literalOf).toMatch(/^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\(?:["\\bfnrt]|u[0-9a-f]{4}|U[0-9a-f]{8}))*"$/);
      const asJson = literalOf.replace(/\\U([0-9a-f]{8})|\\./g, (written, code) =>
        code ? JSON.stringify(String.fromCodePoint(Number.parseInt(code, 16))).slice(1, -1) : written,
      );
      expect(JSON.parse(asJson)).toBe(text);
    }
    expect(literal.go(text)).not.toMatch(/\\u[d][89a-f]/);
  });
});

const GRANT_TYPES: GrantType[] = ['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'DEVICE_CODE', 'PASSWORD'];
const REDIRECT_URIS = ['https://app.example.org/callback', 'http://127.0.0.1/callback', 'http://[::1]:8123/x', 'com.example.app:/callback'];

/** Values of every kind of client. */
const clients = (values: Partial<ConnectValues> = {}): ConnectValues[] =>
  GRANT_TYPES.flatMap((grantType) =>
    (['CONFIDENTIAL', 'PUBLIC'] as const).flatMap((clientType) =>
      (grantType === 'AUTHORIZATION_CODE' ? REDIRECT_URIS : [undefined]).map((redirectUri) => ({
        issuer: 'https://id.example.org/registry',
        clientId: 'reporter',
        clientType,
        grantType,
        redirectUri,
        scopes: ['read', 'certificate:manage'],
        ...values,
      })),
    ),
  );

/** Throws where a text is no module of JavaScript. */
const checkModule = (program: string) => new SourceTextModule(program);

describe('a snippet', () => {
  test('is there for every kind of client by curl and by libraries, and names a secret only of one that has it', () => {
    for (const values of clients())
      for (const tool of TOOLS) {
        const program = snippet(tool, values);
        if (tool === 'spring' || tool === 'aspnet') {
          if (values.grantType === 'DEVICE_CODE' || values.grantType === 'PASSWORD') expect(program).toBeUndefined();
        } else expect(program).toContain('reporter');
        expect(program?.includes('CLIENT_SECRET') ?? false).toBe(program !== undefined && values.clientType === 'CONFIDENTIAL');
      }
  });

  test('tells those who use Spring where PKCE is not used by itself: for clients with a secret, that sign users in', () => {
    const told = clients().filter((values) => snippet('spring', values)?.includes('withPkce()'));
    expect(new Set(told.map(({ clientType, grantType }) => `${clientType} ${grantType}`))).toEqual(
      new Set(['CONFIDENTIAL AUTHORIZATION_CODE']),
    );
  });

  test.each(NASTY.filter(Boolean))('is the same program whatever its values are: %j', (text) => {
    for (const [tool, written] of Object.entries(LITERALS) as [Tool, (text: string) => string][])
      for (const values of clients()) {
        const usual = snippet(tool, values)?.replaceAll(written('reporter'), () => written(text));
        expect(snippet(tool, { ...values, clientId: text })).toBe(usual);
      }
  });

  test.each(NASTY.filter(Boolean))('hands its values to curl as they are: %j', (nasty) => {
    const text = nasty.replaceAll('\0', '');
    const programs = clients({ clientId: text, scopes: [text] }).map((values) => `${snippet('curl', values)}; printf '\\0end\\0'`);
    const stubs = `curl() { printf '%s\\0' "$@"; }; openssl() { :; }; stty() { :; }`;
    const options = { encoding: 'utf8', input: 'answered\n'.repeat(99), env: { CLIENT_SECRET: 'secret' } } as const;
    const runs = execFileSync('sh', ['-c', [stubs, ...programs, 'cat >/dev/null'].join('\n')], options).split('\0end\0');
    clients().forEach(({ clientType }, index) => {
      expect(runs[index]?.split('\0')).toContain(`client_id=${text}`);
      expect(runs[index]?.includes('client_secret=secret')).toBe(clientType === 'CONFIDENTIAL');
    });
  });

  test.each(NASTY.filter(Boolean))('is a program still: %j', (text) => {
    for (const values of clients({ clientId: text, scopes: [text] }).slice(0, 9)) {
      checkModule(snippet('openid-client', values) as string);
      const { spring } = parse(snippet('spring', { ...values, grantType: 'CLIENT_CREDENTIALS' }) as string);
      expect(spring.security.oauth2.client.registration.clientele['client-id'].replaceAll('\\${', '${')).toBe(text);
    }
  });

  test('is a program of its language', () => {
    for (const values of clients()) checkModule(snippet('openid-client', values) as string);
    const programs = clients().map((values) => snippet('curl', values));
    execFileSync('sh', ['-n'], { input: programs.join('\n') });
  });

  inPython('is a program of Python', () => {
    const check = 'import ast, json, sys\nfor program in json.load(sys.stdin): ast.parse(program)';
    execFileSync('python3', ['-c', check], { input: JSON.stringify(clients().map((values) => snippet('authlib', values))) });
  });
});
