import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf } from '../query/pages/connection.ts';
import { MutationPayload } from '../shared/user-errors.ts';
import { Grant } from './grant.entity.ts';

/** Which grant to withdraw. */
@InputType({ description: 'Which grant to withdraw: exactly one of the two.' })
export class RevokeGrantInput {
  @Field(() => ID, { nullable: true, description: 'The grant.' })
  id?: string | null;

  @Field(() => ID, { nullable: true, description: 'The application that you gave your grant to.' })
  applicationId?: string | null;
}

/** What `revokeGrant` answers. */
@ObjectType({ description: 'What `revokeGrant` answers.' })
export class RevokeGrantPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the grant that is gone.' })
  revokedId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many tokens ended with it.' })
  revokedTokenCount?: number | null;
}

/** A grant in a list. */
@ObjectType({ description: 'A grant in a list.' })
export class GrantEdge extends edgeOf(Grant) {}

/** A page of grants. */
@ObjectType({ description: 'A page of grants, newest first.' })
export class GrantConnection extends connectionOf(Grant, GrantEdge, 1_500) {}
