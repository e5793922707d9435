import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';

/**
 * The most that is said to be wrong with variables. Each error repeats the value that it is about: with all of them, one
 * request would get an answer of fifty times its own size.
 */
const MAXIMUM_ERRORS = 5;

/** Coerces the variables of an operation. @returns the values, or what is wrong with those that were sent */
export const coerce = (schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode, sent: Record<string, unknown> = {}) =>
  getVariableValues(schema, variableDefinitions, sent, { maxErrors: MAXIMUM_ERRORS });
