import { basename, delimiter, dirname, isAbsolute, relative } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** How this program was started, so that whoever reads a hint can type it as they are used to. */
export function startedAs(environment: Environment = process.env, script: string = process.argv[1] ?? ''): string {
  const { npm_command: npm, npm_lifecycle_event: event = '', npm_package_name: name } = environment;
  if (npm === 'exec') return 'npx clientele';
  if (name === 'clientele' && ['clientele', 'start', 'demo'].includes(event)) return 'npm run -s clientele --';
  const isInPath = (environment.PATH ?? '').split(delimiter).includes(dirname(script));
  if (basename(script) === 'clientele' && isInPath) return 'clientele';
  const near = relative(process.cwd(), script);
  return `node ${quoted(near.startsWith('..') || isAbsolute(near) ? script : near)}`;
}

/** How another command is started on the database of this one. Its password is not told. */
export function hint(command: string, environment: Environment = process.env): string {
  const { DATABASE_URL: url } = environment;
  const database = url && !command.endsWith('--help') ? `DATABASE_URL=${quoted(withoutPassword(url))} ` : '';
  return `${database}${startedAs(environment)} ${command}`;
}

/** A text with every command that it names, such as "clientele migrate", as it is to be typed here. */
export const asStarted = (text: string): string => text.replace(/"clientele ([a-z][^"]*)"/g, (_, command) => `"${hint(command)}"`);

const withoutPassword = (url: string): string =>
  url.replace(/^(postgres(?:ql)?:\/\/[^:@/?#]*:)[^/?#]*@/, '$1PASSWORD@').replace(/([?&][^=&#]*password=)[^&#]*/gi, '$1PASSWORD');

const quoted = (word: string): string => (/^[\w:/.,@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);
