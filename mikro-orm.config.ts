import 'reflect-metadata';
import { readConfig } from './src/config.ts';
import { ormOptions } from './src/database/orm.ts';

/** For MikroORM's own command line: the database of the environment, with its entities and migrations. */
export default ormOptions({ url: readConfig().DATABASE_URL }).options;
