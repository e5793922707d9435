import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { mayReadClientId } from '../applications/application.loaders.ts';
import { choosing } from '../limits/taken.ts';
import type { Context } from '../query/context.ts';
import { Costs } from '../shared/cost.ts';
import { Allow } from '../shared/permission.ts';
import * as io from './declaration.inputs.ts';
import * as declarations from './declaration.service.ts';

/** Applications as they are declared. */
@Resolver()
export class DeclarationResolver {
  @Allow({ scope: 'write', trusted: true })
  // a call may write a thousand applications, so that no more than two fit into an operation
  @Costs({ work: 9_000, timesOf: ['input', 'applications'] })
  @Mutation(() => io.ApplyApplicationsPayload, {
    description: 'Makes applications of an organization what is declared of them: all, or nothing. For admins of the organization.',
  })
  applyApplications(
    @Ctx() context: Context,
    @Arg('input', () => io.ApplyApplicationsInput, { description: 'What is declared.' }) input: io.ApplyApplicationsInput,
  ) {
    const isReadable = ([, index, field]: readonly string[]) =>
      field !== 'clientId' || mayReadClientId(context, input.applications[Number(index)]?.clientId ?? '');
    const choice = input.applications.some(({ clientId }) => clientId != null) ? { field: 'applications', isReadable } : undefined;
    return choosing(context, choice, () => declarations.applyApplications(context, input));
  }
}
