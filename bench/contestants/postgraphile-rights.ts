import type { PgSelectStep } from 'postgraphile/@dataplan/pg';
import { listOfCodec, TYPES } from 'postgraphile/@dataplan/pg';
import { context, get, lambda } from 'postgraphile/grafast';
import { sql } from 'postgraphile/pg-sql2';
import type { Viewer } from './viewer.ts';

declare global {
  namespace Grafast {
    interface Context {
      viewer: Viewer;
    }
  }
}

const INTEGERS = listOfCodec(TYPES.int);

/** What the viewer of the request has, as a parameter of the statement. */
function given<T>($select: PgSelectStep, value: (viewer: Viewer) => T, codec: typeof TYPES.boolean | typeof TYPES.int | typeof INTEGERS) {
  return $select.placeholder(
    lambda(get(context(), 'viewer'), (viewer) => value(viewer)),
    codec as never,
  );
}

const conditions: Record<string, ($select: PgSelectStep) => void> = {
  application($select) {
    const all = given($select, ({ isSuperuser }) => isSuperuser, TYPES.boolean);
    const organizations = given($select, (viewer) => viewer.organizations, INTEGERS);
    $select.where(sql`(${all} or ${$select.alias}.organization_id = any(${organizations}))`);
  },
  organization($select) {
    const all = given($select, ({ isSuperuser }) => isSuperuser, TYPES.boolean);
    const organizations = given($select, (viewer) => viewer.organizations, INTEGERS);
    $select.where(sql`(${all} or ${$select.alias}.id = any(${organizations}))`);
  },
  token($select) {
    const all = given($select, ({ isSuperuser }) => isSuperuser, TYPES.boolean);
    const user = given($select, ({ userId }) => userId, TYPES.int);
    const audited = given($select, (viewer) => viewer.audited, INTEGERS);
    $select.where(sql`(${all} or ${$select.alias}.user_id = ${user} or exists (
      select 1 from application a where a.id = ${$select.alias}.application_id and a.organization_id = any(${audited})))`);
  },
};

/**
 * The viewer's rights, as conditions of the one statement that a query becomes. PostGraphile offers this instead of row-level
 * security; it saves the transaction and the settings that policies would need around every query.
 */
export const restrictions: GraphileConfig.Plugin = {
  name: 'RestrictToViewer',
  version: '1.0.0',
  gather: {
    hooks: {
      pgTables_PgResourceOptions(_info, event) {
        event.resourceOptions.selectAuth = conditions[event.pgClass.relname] as never;
      },
    },
  },
};
