import type { ApplicationDetailsFragment } from '../../api/generated/graphql.ts';

/** What every part of the page is given. */
export interface PartProps {
  readonly application: ApplicationDetailsFragment;
  /** Whether the viewer may say who gets its tokens, and what those may do. */
  readonly mayControl: boolean;
}
