import { loadForUpdate, requireRights, type Writing } from '../mutation/mutation.ts';
import { numberOf } from '../shared/ids.ts';
import { refuse } from '../shared/user-errors.ts';
import { Application } from './application.entity.ts';
import { APPLICATION_IS_BUILT_IN, canEdit, canRead } from './application.policy.ts';

/** Loads an application to change it. @throws {Refusal} `NOT_FOUND`, `FORBIDDEN` */
export async function loadEditableApplication(writing: Writing, field: string, id: string | number): Promise<Application> {
  const application = await loadForUpdate(writing, Application, typeof id === 'number' ? id : numberOf('Application', id));
  const subject = application && { organizationId: application.organization.unwrap().databaseId, builtIn: application.builtIn };
  if (!subject || !canRead(writing.viewer, subject)) throw refuse('NOT_FOUND', field, 'There is no such application.');
  if (subject.builtIn) throw refuse('FORBIDDEN', field, APPLICATION_IS_BUILT_IN);
  if (!canEdit(writing.viewer, subject)) throw refuse('FORBIDDEN', field, 'Only an ADMIN of its organization may do this.');
  await requireRights(writing);
  return application;
}
