import { BIG } from './data.ts';
import { sqliteFile } from './databases.ts';

/** Makes the big SQLite file, in a process of its own: it takes a minute or more, and so does the one of PostgreSQL. */
await sqliteFile('big', BIG);
