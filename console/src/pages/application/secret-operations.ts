import { graphql } from '../../api/generated/index.ts';

/** Its secrets, never their values. */
export const SECRETS = graphql(`
  query ApplicationSecrets($id: ID!) {
    application(id: $id) {
      ...SecretsOfApplication
    }
  }
`);

/** What changes with a secret. */
export const SECRETS_OF_APPLICATION = graphql(`
  fragment SecretsOfApplication on Application {
    id
    version
    modifiedAt
    secrets {
      id
      name
      hint
      source
      createdAt
      expiresAt
      lastUsedAt
    }
  }
`);

/** Replaces its secrets by a new one. */
export const ROTATE_SECRET = graphql(`
  mutation RotateClientSecret($input: RotateClientSecretInput!) {
    rotateClientSecret(input: $input) {
      application {
        ...SecretsOfApplication
      }
      clientSecret
      revokedTokenCount
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Gives it one more secret. */
export const ADD_SECRET = graphql(`
  mutation AddClientSecret($input: AddClientSecretInput!) {
    addClientSecret(input: $input) {
      application {
        ...SecretsOfApplication
      }
      clientSecret
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Takes a secret away. */
export const DELETE_SECRET = graphql(`
  mutation DeleteClientSecret($input: DeleteClientSecretInput!) {
    deleteClientSecret(input: $input) {
      application {
        ...SecretsOfApplication
      }
      deletedId
      userErrors {
        ...UserErrors
      }
    }
  }
`);
