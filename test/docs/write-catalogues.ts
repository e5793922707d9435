import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as configuring from '../../src/config.ts';
import type * as importing from '../../src/declarations/import/sources.rules.ts';
import type * as awxDoor from '../../src/doors/awx/door.ts';
import type * as easirDoor from '../../src/doors/easir/door.ts';
import type * as venafiDoor from '../../src/doors/venafi/door.ts';
import type * as failing from '../../src/shared/errors.ts';
import { catalogues, withCatalogues } from './catalogues.ts';
import { ROOT, read } from './markdown.ts';

// compiled, because Node does not strip decorators
const built = <Module>(path: string): Promise<Module> => import(new URL(`../../build/${path}`, import.meta.url).href);
const { VARIABLES } = await built<typeof configuring>('config.js');
const { SOURCES } = await built<typeof importing>('declarations/import/sources.rules.js');
const { ERRORS } = await built<typeof failing>('shared/errors.js');
const { awx } = await built<typeof awxDoor>('doors/awx/door.js');
const { venafi } = await built<typeof venafiDoor>('doors/venafi/door.js');
const { easir } = await built<typeof easirDoor>('doors/easir/door.js');

// what a door serves does not depend on what it is made of
const DOORS = [awx, venafi, easir].map((door) => door({} as never));
const sources = { VARIABLES, ERRORS, SOURCES, DOORS, sdl: read('schema.graphql') };
for (const document of new Set(catalogues(sources).map(({ document }) => document)))
  writeFileSync(join(ROOT, document), withCatalogues(document, sources));
