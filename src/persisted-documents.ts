import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from './config.ts';
import { TrustedDocuments } from './graphql/trusted-documents.ts';

/**
 * Reads the documents that the configuration trusts.
 * @param consoleFiles the directory of the console, whose operations are among them
 * @throws {ConfigError} naming the first file that is wrong, and where
 */
export function readPersistedDocuments(
  { PERSISTED_DOCUMENTS: directory, PERSISTED_DOCUMENTS_MODE: mode }: Pick<Config, 'PERSISTED_DOCUMENTS' | 'PERSISTED_DOCUMENTS_MODE'>,
  consoleFiles?: string,
): TrustedDocuments | undefined {
  if (directory === undefined) return undefined;
  const documents = new TrustedDocuments(mode);
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    if (names.length === 0) throw new Error(`there is no file *.json in ${directory}.`);
    for (const name of names.sort()) documents.add(name, readFileSync(join(directory, name), 'utf8'));
    const own = consoleFiles === undefined ? undefined : join(consoleFiles, 'operations.json');
    if (own !== undefined && existsSync(own)) documents.add(own, readFileSync(own, 'utf8'));
  } catch (error) {
    throw new ConfigError(`PERSISTED_DOCUMENTS: ${(error as Error).message}`);
  }
  return documents;
}
