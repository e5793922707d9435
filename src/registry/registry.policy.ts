import type { Role } from '../shared/viewer.ts';
import { readsEverything, type Viewer } from '../shared/viewer.ts';

/** The roles that read all tokens of an organization. */
export const AUDITING: readonly Role[] = ['ADMIN', 'AUDITOR'];

/** Whoever reads all tokens of an organization is told how many are issued there. */
export const readsIssuing = (viewer: Viewer): boolean =>
  viewer.trusted && (readsEverything(viewer) || [...viewer.roles.values()].some((role) => AUDITING.includes(role)));

/** Log-ins are of no organization: who reads everything is told of them, but no program that is there for one application alone. */
export const readsLogins = (viewer: Viewer): boolean => viewer.trusted && readsEverything(viewer);
