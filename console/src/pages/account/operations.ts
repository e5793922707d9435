import { graphql } from '../../api/generated/index.ts';

/** Changes one's own profile or password. */
export const UPDATE_MYSELF = graphql(`
  mutation UpdateMyself($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user {
        id
        username
        firstName
        lastName
        email
        isEmailVerified
        version
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);
