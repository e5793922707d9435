import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ActivityEntry } from '../activity/activity.entity.ts';
import type { Archive } from '../activity/purge.ts';
import type { Row } from '../query/tables.ts';
import { toGlobalId } from '../shared/ids.ts';
import { CommandError } from './fail.ts';

const STDOUT = 1;

const compress = promisify(gzip);
const open = promisify(fs.open);
const close = promisify(fs.close);
/** Writes all of it to a descriptor: Node's stream for stdout may leave out the end when the disk is full, and not say so. */
const write = promisify(fs.writeFile);
const fsync = promisify(fs.fsync);

/**
 * Activity as JSON lines, gzipped. Every addition is a member of its own (RFC 1952, section 2.2), so that the file can be read
 * even if writing is interrupted.
 */
export class ActivityArchive implements Archive {
  #written = 0;
  #safe = 0;

  private constructor(
    private readonly descriptor: number,
    private readonly file: string | undefined,
  ) {}

  /**
   * Makes a file that only its owner can read, or takes stdout.
   * @param to a file that does not exist yet, or `-`
   * @throws {CommandError}
   */
  static async create(to: string): Promise<ActivityArchive> {
    if (to === '-') {
      if (isatty(STDOUT))
        throw new CommandError('--to: stdout is a terminal, which shows nothing of use. Give a file, or send stdout to one.');
      return new ActivityArchive(STDOUT, undefined);
    }
    try {
      const archive = new ActivityArchive(await open(to, 'wx', 0o600), to);
      await syncDirectory(dirname(to));
      return archive;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new CommandError(`--to: ${to} exists already. Give a new file.`);
      throw unwritable(to, error);
    }
  }

  async add(entries: readonly Row<ActivityEntry>[]): Promise<void> {
    const member = await compress(entries.map(lineOf).join(''));
    await this.#orSay(() => write(this.descriptor, member));
    this.#written += member.length;
  }

  async sync(): Promise<void> {
    await this.#orSay(() => fsync(this.descriptor).catch(unlessImpossible));
    this.#safe = this.#written;
  }

  /** Ends the archive, which is one even if there is nothing in it. */
  async end(): Promise<void> {
    if (this.#written === 0) await this.add([]);
    await this.sync();
    if (this.file !== undefined) await close(this.descriptor);
  }

  /** Takes back what was not synced, and the file if that is all: nothing of it was deleted. */
  async undo(): Promise<void> {
    if (this.file === undefined) return;
    if (this.#safe > 0) await promisify(fs.ftruncate)(this.descriptor, this.#safe);
    else await promisify(fs.unlink)(this.file);
    await close(this.descriptor);
  }

  async #orSay(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw unwritable(this.file ?? 'stdout', error);
    }
  }
}

/** An entry in the words of the API: all ids are global ones. */
function lineOf(entry: Row<ActivityEntry>): string {
  const { id, databaseId, createdAt, operation, actorId, objectType, objectDatabaseId, objectName, organizationId, subjectId } = entry;
  const line = {
    ...{ id, databaseId, createdAt, operation },
    actorId: actorId === null ? null : toGlobalId('User', actorId),
    ...{ objectType, objectId: toGlobalId(objectType, objectDatabaseId), objectName },
    organizationId: organizationId === null ? null : toGlobalId('Organization', organizationId),
    subjectId: subjectId === null ? null : toGlobalId('User', subjectId),
    // PostgreSQL puts what is in an object into an order of its own
    changes: entry.changes.map(({ field, before, after }) => ({ field, before, after })),
  };
  return `${JSON.stringify(line)}\n`;
}

/** So that the file itself is there for good. */
async function syncDirectory(directory: string): Promise<void> {
  const descriptor = await open(directory, 'r');
  await fsync(descriptor).catch(unlessImpossible);
  await close(descriptor);
}

/** A pipe has nothing to sync. */
function unlessImpossible(error: NodeJS.ErrnoException): void {
  if (!['EINVAL', 'ENOTSUP'].includes(error.code ?? '')) throw error;
}

const unwritable = (file: string, error: unknown) =>
  new CommandError(`--to: ${file} cannot be written: ${(error as Error).message}. What is not in it was not deleted.`);
