import { countApplications, plant, type Sizes } from '../demo/plant.ts';
import { CommandError } from './fail.ts';
import { makeReady } from './make-ready.ts';
import { counted } from './numbers.ts';
import { print } from './print.ts';
import { progress } from './progress.ts';
import { hint } from './started-as.ts';
import { withStore } from './with-store.ts';

/** What `seed` is asked. */
export interface SeedOptions extends Sizes {
  readonly seed: number;
  readonly force: boolean;
  readonly json: boolean;
}

/** `clientele seed` */
export function seed({ seed: number, force, json, ...sizes }: SeedOptions): Promise<void> {
  return withStore(async (store, config) => {
    await makeReady(store, config);
    const existing = await countApplications(store);
    if (existing > 0 && !force)
      throw new CommandError(
        `The database has ${counted(existing, 'application')} already. Use an empty one, or add to them with --force.`,
      );
    const report = progress((count) => `${count} of ${counted(sizes.applications, 'application')}`, json ? null : process.stdout);
    const made = await plant(store, sizes, number, report.update);
    report.end(made.applications);
    const { organizations, users, tokens } = made;
    const words = [counted(organizations, 'organization'), counted(users, 'user'), counted(tokens, 'token')];
    print(json, made, () => `Made ${words[0]}, ${words[1]} and ${words[2]}`);
    if (json) return;
    process.stderr.write(`Look at it: ${hint('application list')}\n`);
    process.stderr.write(`By the API: ${hint('serve')}\n`);
    process.stderr.write(`with a token: ${hint('token create --user admin --scopes admin')}\n`);
  });
}
