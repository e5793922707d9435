import { Field, ObjectType } from 'type-graphql';

/** What the viewer may do with an object. */
@ObjectType({ description: 'What you may do with the object.' })
export class UserCapabilities {
  @Field(() => Boolean, { description: 'Whether you may change it.' })
  edit!: boolean;

  @Field(() => Boolean, { description: 'Whether you may delete it; of a token, revoke it.' })
  delete!: boolean;
}
