import { expect, it } from '@jest/globals';
import { applications } from '../../../src/doors/awx/applications.ts';
import { partOf } from '../../../src/doors/awx/lists.ts';
import { askedIn } from '../../../src/doors/awx/lookups.ts';
import { createContext } from '../../../src/query/context.ts';
import { OPERATOR } from '../../../src/shared/viewer.ts';
import { openStore, SETTINGS } from '../../support/as-viewer.ts';
import { preparedBy } from '../../support/visits.ts';

it('no connection keeps prepared what whoever asks has composed: there is no end of it, and only so many are kept', async () => {
  const store = await openStore({ poolSize: 1 });
  const look = (query: string) => {
    const asked = askedIn(new URLSearchParams(query), applications.resource);
    const context = createContext({ store, settings: SETTINGS, viewer: OPERATOR });
    return partOf(context, applications.list, asked, { offset: 0, size: 25 });
  };
  await look('');
  const before = await preparedBy(store);
  expect(before.length).toBeGreaterThan(1);
  for (const query of ['name=a', 'or__name=a&or__id=1', 'name__in=a,b', 'name__in=a,b,c', 'search=a', 'order_by=name,-id,created'])
    await look(query);
  // by which index something is looked for is asked alike each time
  const further = (await preparedBy(store)).filter((text) => !before.includes(text) && !text.includes('application_search'));
  expect(further).toEqual([]);
  await store.close();
});
