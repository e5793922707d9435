import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** An image as a Dockerfile makes it, in a directory. */
export interface Image {
  /** Where its file system begins. */
  readonly root: string;
  /** Where its command runs. */
  readonly directory: string;
  /** What it was begun from. */
  readonly from: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What a container of it runs. */
  readonly command: readonly string[];
  /** What looks whether a container is well. */
  readonly healthcheck: readonly string[];
}

/** The instructions of a Dockerfile, with lines that go on joined. */
export const instructionsOf = (file: string): [string, string][] =>
  readFileSync(file, 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return [name, rest];
    });

/**
 * Follows the steps of a Dockerfile without Docker: each stage gets a directory, COPY copies, and RUN runs there. Of what Docker does
 * it does no more than our Dockerfile asks for, and refuses the rest.
 * @param context the directory whose files are copied
 * @param run runs a command of a shell in a directory
 */
export async function follow(
  file: string,
  context: string,
  scratch: string,
  run: (command: string, directory: string) => Promise<void>,
): Promise<Image> {
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const [name, rest] of instructionsOf(file)) {
    if (name === 'FROM') {
      const [, from = '', stage = 'final'] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      const root = join(scratch, stage);
      mkdirSync(root);
      image = { root, directory: root, from, user: 'root', environment: {}, command: [], healthcheck: [] };
      stages.set(stage, image);
      continue;
    }
    if (!image) throw new Error(`${name} before FROM`);
    if (name === 'WORKDIR') {
      image = { ...image, directory: join(image.root, rest) };
      mkdirSync(image.directory, { recursive: true });
    } else if (name === 'COPY') copy(rest, image, stages, context);
    else if (name === 'RUN') await run(rest, image.directory);
    else if (name === 'ENV') {
      const pairs = rest.split(' ').map((pair) => pair.split('=') as [string, string]);
      image = { ...image, environment: { ...image.environment, ...Object.fromEntries(pairs) } };
    } else if (name === 'USER') image = { ...image, user: rest };
    else if (name === 'HEALTHCHECK') image = { ...image, healthcheck: JSON.parse(rest.replace(/^(--\S+ )*CMD /, '')) };
    else if (name === 'ENTRYPOINT') image = { ...image, command: JSON.parse(rest) };
    else if (name === 'CMD') image = { ...image, command: [...image.command, ...JSON.parse(rest)] };
    else if (name === 'VOLUME') {
      if (!existsSync(join(image.root, rest))) throw new Error(`VOLUME ${rest} is nowhere`);
    } else if (name !== 'EXPOSE') throw new Error(`${name} is not known here`);
  }
  if (!image) throw new Error(`${file} makes no image`);
  return image;
}

function copy(rest: string, image: Image, stages: ReadonlyMap<string, Image>, context: string): void {
  const words = rest.split(' ');
  const stage = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const from = stage === undefined ? context : stages.get(stage)?.root;
  if (from === undefined) throw new Error(`COPY from ${stage}, which is no stage`);
  const to = words.pop() ?? '';
  for (const word of words) {
    const source = join(from, word);
    const target = to.endsWith('/') ? join(image.directory, to, basename(word)) : join(image.directory, to);
    cpSync(source, target, { recursive: statSync(source).isDirectory(), verbatimSymlinks: true });
  }
}
