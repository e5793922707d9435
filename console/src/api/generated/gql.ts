/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Viewer {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isSuperuser\n      isSystemAuditor\n      organizations(first: 100) {\n        totalCount\n        edges {\n          node {\n            id\n            name\n            viewerRole\n            userCapabilities {\n              edit\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query FindUsers($search: String!) {\n    users(search: $search, first: 10) {\n      edges {\n        node {\n          id\n          username\n          firstName\n          lastName\n        }\n      }\n    }\n  }\n": typeof types.FindUsersDocument,
    "\n  fragment ActivityEntryParts on ActivityEntry {\n    id\n    operation\n    createdAt\n    objectId\n    objectType\n    objectName\n    actor {\n      id\n      username\n    }\n    changes {\n      field\n      before\n      after\n    }\n  }\n": typeof types.ActivityEntryPartsFragmentDoc,
    "\n  query MyGrants {\n    viewer {\n      id\n      grants {\n        id\n        scopes\n        createdAt\n        lastUsedAt\n        application {\n          id\n          clientId\n          name\n        }\n      }\n    }\n  }\n": typeof types.MyGrantsDocument,
    "\n  mutation RevokeGrant($input: RevokeGrantInput!) {\n    revokeGrant(input: $input) {\n      revokedId\n      revokedTokenCount\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.RevokeGrantDocument,
    "\n  query Scopes {\n    scopes {\n      name\n      description\n    }\n  }\n": typeof types.ScopesDocument,
    "\n  mutation CreateMyToken($input: CreateTokenInput!) {\n    createToken(input: $input) {\n      accessToken\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.CreateMyTokenDocument,
    "\n  query MyTokens($first: Int!, $after: String) {\n    viewer {\n      id\n      personalTokens(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          node {\n            id\n            description\n            hint\n            scopes\n            state\n            expiresAt\n            lastUsedAt\n            userCapabilities {\n              delete\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.MyTokensDocument,
    "\n  mutation RevokeMyToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      token {\n        id\n        state\n        userCapabilities {\n          delete\n        }\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.RevokeMyTokenDocument,
    "\n  query MyProfile {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      version\n    }\n  }\n": typeof types.MyProfileDocument,
    "\n  mutation UpdateMyself($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.UpdateMyselfDocument,
    "\n  query Activity($first: Int!, $after: String, $filter: ActivityFilter) {\n    activity(first: $first, after: $after, filter: $filter) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          ...ActivityEntryParts\n        }\n      }\n    }\n  }\n": typeof types.ActivityDocument,
    "\n  query FilterScopes {\n    scopes {\n      name\n    }\n  }\n": typeof types.FilterScopesDocument,
    "\n  query FilterOrganization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n    }\n  }\n": typeof types.FilterOrganizationDocument,
    "\n  query FilterOrganizations($search: String) {\n    organizations(first: 50, search: $search) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.FilterOrganizationsDocument,
    "\n  query Applications($first: Int!, $after: String, $filter: ApplicationFilter, $orderBy: ApplicationOrder!) {\n    applications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          clientId\n          name\n          enabled\n          clientType\n          grantTypes\n          maximumScopes\n          tags\n          vendor\n          createdAt\n          modifiedAt\n          lastUsedAt\n          organization {\n            id\n            name\n          }\n          userCapabilities {\n            edit\n            delete\n          }\n        }\n      }\n    }\n  }\n": typeof types.ApplicationsDocument,
    "\n  query ApplicationsTotal($filter: ApplicationFilter) {\n    applications(first: 0, filter: $filter) {\n      totalCount\n    }\n  }\n": typeof types.ApplicationsTotalDocument,
    "\n  query BulkSubjects($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Application {\n        id\n        name\n        version\n        enabled\n        tokenCounts {\n          active\n        }\n      }\n    }\n  }\n": typeof types.BulkSubjectsDocument,
    "\n  mutation BulkSetEnabled($input: UpdateApplicationInput!) {\n    updateApplication(input: $input) {\n      application {\n        id\n        version\n        enabled\n        modifiedAt\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.BulkSetEnabledDocument,
    "\n  mutation BulkRevokeTokens($input: RevokeTokensInput!) {\n    revokeTokens(input: $input) {\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.BulkRevokeTokensDocument,
    "\n  mutation BulkDelete($input: DeleteApplicationInput!) {\n    deleteApplication(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.BulkDeleteDocument,
    "\n  mutation DeleteOrganization($input: DeleteOrganizationInput!) {\n    deleteOrganization(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.DeleteOrganizationDocument,
    "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization {\n        id\n        name\n        description\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.UpdateOrganizationDocument,
    "\n  query Members($id: ID!, $first: Int!, $after: String) {\n    organization(id: $id) {\n      id\n      members(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          role\n          node {\n            id\n            username\n            firstName\n            lastName\n          }\n        }\n      }\n    }\n  }\n": typeof types.MembersDocument,
    "\n  mutation SetMember($input: SetMemberInput!) {\n    setMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.SetMemberDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.RemoveMemberDocument,
    "\n  query Organization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n      description\n      version\n      userCapabilities {\n        edit\n        delete\n      }\n      applications(first: 0) {\n        totalCount\n      }\n    }\n  }\n": typeof types.OrganizationDocument,
    "\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      organization {\n        id\n        name\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.CreateOrganizationDocument,
    "\n  query Organizations($first: Int!, $after: String, $search: String) {\n    organizations(first: $first, after: $after, search: $search) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n          description\n          viewerRole\n          createdAt\n        }\n      }\n    }\n  }\n": typeof types.OrganizationsDocument,
    "\n  query User($id: ID!) {\n    user(id: $id) {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      isSuperuser\n      isSystemAuditor\n      version\n      organizations(first: 100) {\n        totalCount\n        edges {\n          cursor\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.UserDocument,
    "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      revokedTokenCount\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        isSuperuser\n        isSystemAuditor\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.UpdateUserDocument,
    "\n  mutation DeleteUser($input: DeleteUserInput!) {\n    deleteUser(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.DeleteUserDocument,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": typeof types.CreateUserDocument,
    "\n  query Users($first: Int!, $after: String, $search: String) {\n    users(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          username\n          firstName\n          lastName\n          email\n          isSuperuser\n          isSystemAuditor\n          createdAt\n        }\n      }\n    }\n  }\n": typeof types.UsersDocument,
};
const documents: Documents = {
    "\n  query Viewer {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isSuperuser\n      isSystemAuditor\n      organizations(first: 100) {\n        totalCount\n        edges {\n          node {\n            id\n            name\n            viewerRole\n            userCapabilities {\n              edit\n            }\n          }\n        }\n      }\n    }\n  }\n": types.ViewerDocument,
    "\n  query FindUsers($search: String!) {\n    users(search: $search, first: 10) {\n      edges {\n        node {\n          id\n          username\n          firstName\n          lastName\n        }\n      }\n    }\n  }\n": types.FindUsersDocument,
    "\n  fragment ActivityEntryParts on ActivityEntry {\n    id\n    operation\n    createdAt\n    objectId\n    objectType\n    objectName\n    actor {\n      id\n      username\n    }\n    changes {\n      field\n      before\n      after\n    }\n  }\n": types.ActivityEntryPartsFragmentDoc,
    "\n  query MyGrants {\n    viewer {\n      id\n      grants {\n        id\n        scopes\n        createdAt\n        lastUsedAt\n        application {\n          id\n          clientId\n          name\n        }\n      }\n    }\n  }\n": types.MyGrantsDocument,
    "\n  mutation RevokeGrant($input: RevokeGrantInput!) {\n    revokeGrant(input: $input) {\n      revokedId\n      revokedTokenCount\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.RevokeGrantDocument,
    "\n  query Scopes {\n    scopes {\n      name\n      description\n    }\n  }\n": types.ScopesDocument,
    "\n  mutation CreateMyToken($input: CreateTokenInput!) {\n    createToken(input: $input) {\n      accessToken\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.CreateMyTokenDocument,
    "\n  query MyTokens($first: Int!, $after: String) {\n    viewer {\n      id\n      personalTokens(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          node {\n            id\n            description\n            hint\n            scopes\n            state\n            expiresAt\n            lastUsedAt\n            userCapabilities {\n              delete\n            }\n          }\n        }\n      }\n    }\n  }\n": types.MyTokensDocument,
    "\n  mutation RevokeMyToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      token {\n        id\n        state\n        userCapabilities {\n          delete\n        }\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.RevokeMyTokenDocument,
    "\n  query MyProfile {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      version\n    }\n  }\n": types.MyProfileDocument,
    "\n  mutation UpdateMyself($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.UpdateMyselfDocument,
    "\n  query Activity($first: Int!, $after: String, $filter: ActivityFilter) {\n    activity(first: $first, after: $after, filter: $filter) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          ...ActivityEntryParts\n        }\n      }\n    }\n  }\n": types.ActivityDocument,
    "\n  query FilterScopes {\n    scopes {\n      name\n    }\n  }\n": types.FilterScopesDocument,
    "\n  query FilterOrganization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n    }\n  }\n": types.FilterOrganizationDocument,
    "\n  query FilterOrganizations($search: String) {\n    organizations(first: 50, search: $search) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": types.FilterOrganizationsDocument,
    "\n  query Applications($first: Int!, $after: String, $filter: ApplicationFilter, $orderBy: ApplicationOrder!) {\n    applications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          clientId\n          name\n          enabled\n          clientType\n          grantTypes\n          maximumScopes\n          tags\n          vendor\n          createdAt\n          modifiedAt\n          lastUsedAt\n          organization {\n            id\n            name\n          }\n          userCapabilities {\n            edit\n            delete\n          }\n        }\n      }\n    }\n  }\n": types.ApplicationsDocument,
    "\n  query ApplicationsTotal($filter: ApplicationFilter) {\n    applications(first: 0, filter: $filter) {\n      totalCount\n    }\n  }\n": types.ApplicationsTotalDocument,
    "\n  query BulkSubjects($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Application {\n        id\n        name\n        version\n        enabled\n        tokenCounts {\n          active\n        }\n      }\n    }\n  }\n": types.BulkSubjectsDocument,
    "\n  mutation BulkSetEnabled($input: UpdateApplicationInput!) {\n    updateApplication(input: $input) {\n      application {\n        id\n        version\n        enabled\n        modifiedAt\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.BulkSetEnabledDocument,
    "\n  mutation BulkRevokeTokens($input: RevokeTokensInput!) {\n    revokeTokens(input: $input) {\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.BulkRevokeTokensDocument,
    "\n  mutation BulkDelete($input: DeleteApplicationInput!) {\n    deleteApplication(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.BulkDeleteDocument,
    "\n  mutation DeleteOrganization($input: DeleteOrganizationInput!) {\n    deleteOrganization(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.DeleteOrganizationDocument,
    "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization {\n        id\n        name\n        description\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.UpdateOrganizationDocument,
    "\n  query Members($id: ID!, $first: Int!, $after: String) {\n    organization(id: $id) {\n      id\n      members(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          role\n          node {\n            id\n            username\n            firstName\n            lastName\n          }\n        }\n      }\n    }\n  }\n": types.MembersDocument,
    "\n  mutation SetMember($input: SetMemberInput!) {\n    setMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.SetMemberDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.RemoveMemberDocument,
    "\n  query Organization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n      description\n      version\n      userCapabilities {\n        edit\n        delete\n      }\n      applications(first: 0) {\n        totalCount\n      }\n    }\n  }\n": types.OrganizationDocument,
    "\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      organization {\n        id\n        name\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.CreateOrganizationDocument,
    "\n  query Organizations($first: Int!, $after: String, $search: String) {\n    organizations(first: $first, after: $after, search: $search) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n          description\n          viewerRole\n          createdAt\n        }\n      }\n    }\n  }\n": types.OrganizationsDocument,
    "\n  query User($id: ID!) {\n    user(id: $id) {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      isSuperuser\n      isSystemAuditor\n      version\n      organizations(first: 100) {\n        totalCount\n        edges {\n          cursor\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": types.UserDocument,
    "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      revokedTokenCount\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        isSuperuser\n        isSystemAuditor\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.UpdateUserDocument,
    "\n  mutation DeleteUser($input: DeleteUserInput!) {\n    deleteUser(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.DeleteUserDocument,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n": types.CreateUserDocument,
    "\n  query Users($first: Int!, $after: String, $search: String) {\n    users(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          username\n          firstName\n          lastName\n          email\n          isSuperuser\n          isSystemAuditor\n          createdAt\n        }\n      }\n    }\n  }\n": types.UsersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isSuperuser\n      isSystemAuditor\n      organizations(first: 100) {\n        totalCount\n        edges {\n          node {\n            id\n            name\n            viewerRole\n            userCapabilities {\n              edit\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isSuperuser\n      isSystemAuditor\n      organizations(first: 100) {\n        totalCount\n        edges {\n          node {\n            id\n            name\n            viewerRole\n            userCapabilities {\n              edit\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindUsers($search: String!) {\n    users(search: $search, first: 10) {\n      edges {\n        node {\n          id\n          username\n          firstName\n          lastName\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FindUsers($search: String!) {\n    users(search: $search, first: 10) {\n      edges {\n        node {\n          id\n          username\n          firstName\n          lastName\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ActivityEntryParts on ActivityEntry {\n    id\n    operation\n    createdAt\n    objectId\n    objectType\n    objectName\n    actor {\n      id\n      username\n    }\n    changes {\n      field\n      before\n      after\n    }\n  }\n"): (typeof documents)["\n  fragment ActivityEntryParts on ActivityEntry {\n    id\n    operation\n    createdAt\n    objectId\n    objectType\n    objectName\n    actor {\n      id\n      username\n    }\n    changes {\n      field\n      before\n      after\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyGrants {\n    viewer {\n      id\n      grants {\n        id\n        scopes\n        createdAt\n        lastUsedAt\n        application {\n          id\n          clientId\n          name\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MyGrants {\n    viewer {\n      id\n      grants {\n        id\n        scopes\n        createdAt\n        lastUsedAt\n        application {\n          id\n          clientId\n          name\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeGrant($input: RevokeGrantInput!) {\n    revokeGrant(input: $input) {\n      revokedId\n      revokedTokenCount\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeGrant($input: RevokeGrantInput!) {\n    revokeGrant(input: $input) {\n      revokedId\n      revokedTokenCount\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Scopes {\n    scopes {\n      name\n      description\n    }\n  }\n"): (typeof documents)["\n  query Scopes {\n    scopes {\n      name\n      description\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateMyToken($input: CreateTokenInput!) {\n    createToken(input: $input) {\n      accessToken\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateMyToken($input: CreateTokenInput!) {\n    createToken(input: $input) {\n      accessToken\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyTokens($first: Int!, $after: String) {\n    viewer {\n      id\n      personalTokens(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          node {\n            id\n            description\n            hint\n            scopes\n            state\n            expiresAt\n            lastUsedAt\n            userCapabilities {\n              delete\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MyTokens($first: Int!, $after: String) {\n    viewer {\n      id\n      personalTokens(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          node {\n            id\n            description\n            hint\n            scopes\n            state\n            expiresAt\n            lastUsedAt\n            userCapabilities {\n              delete\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeMyToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      token {\n        id\n        state\n        userCapabilities {\n          delete\n        }\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeMyToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      token {\n        id\n        state\n        userCapabilities {\n          delete\n        }\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyProfile {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      version\n    }\n  }\n"): (typeof documents)["\n  query MyProfile {\n    viewer {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateMyself($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateMyself($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Activity($first: Int!, $after: String, $filter: ActivityFilter) {\n    activity(first: $first, after: $after, filter: $filter) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          ...ActivityEntryParts\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Activity($first: Int!, $after: String, $filter: ActivityFilter) {\n    activity(first: $first, after: $after, filter: $filter) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          ...ActivityEntryParts\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilterScopes {\n    scopes {\n      name\n    }\n  }\n"): (typeof documents)["\n  query FilterScopes {\n    scopes {\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilterOrganization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  query FilterOrganization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilterOrganizations($search: String) {\n    organizations(first: 50, search: $search) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FilterOrganizations($search: String) {\n    organizations(first: 50, search: $search) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Applications($first: Int!, $after: String, $filter: ApplicationFilter, $orderBy: ApplicationOrder!) {\n    applications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          clientId\n          name\n          enabled\n          clientType\n          grantTypes\n          maximumScopes\n          tags\n          vendor\n          createdAt\n          modifiedAt\n          lastUsedAt\n          organization {\n            id\n            name\n          }\n          userCapabilities {\n            edit\n            delete\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Applications($first: Int!, $after: String, $filter: ApplicationFilter, $orderBy: ApplicationOrder!) {\n    applications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          clientId\n          name\n          enabled\n          clientType\n          grantTypes\n          maximumScopes\n          tags\n          vendor\n          createdAt\n          modifiedAt\n          lastUsedAt\n          organization {\n            id\n            name\n          }\n          userCapabilities {\n            edit\n            delete\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApplicationsTotal($filter: ApplicationFilter) {\n    applications(first: 0, filter: $filter) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query ApplicationsTotal($filter: ApplicationFilter) {\n    applications(first: 0, filter: $filter) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BulkSubjects($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Application {\n        id\n        name\n        version\n        enabled\n        tokenCounts {\n          active\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query BulkSubjects($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Application {\n        id\n        name\n        version\n        enabled\n        tokenCounts {\n          active\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BulkSetEnabled($input: UpdateApplicationInput!) {\n    updateApplication(input: $input) {\n      application {\n        id\n        version\n        enabled\n        modifiedAt\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation BulkSetEnabled($input: UpdateApplicationInput!) {\n    updateApplication(input: $input) {\n      application {\n        id\n        version\n        enabled\n        modifiedAt\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BulkRevokeTokens($input: RevokeTokensInput!) {\n    revokeTokens(input: $input) {\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation BulkRevokeTokens($input: RevokeTokensInput!) {\n    revokeTokens(input: $input) {\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BulkDelete($input: DeleteApplicationInput!) {\n    deleteApplication(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation BulkDelete($input: DeleteApplicationInput!) {\n    deleteApplication(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteOrganization($input: DeleteOrganizationInput!) {\n    deleteOrganization(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteOrganization($input: DeleteOrganizationInput!) {\n    deleteOrganization(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization {\n        id\n        name\n        description\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization {\n        id\n        name\n        description\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Members($id: ID!, $first: Int!, $after: String) {\n    organization(id: $id) {\n      id\n      members(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          role\n          node {\n            id\n            username\n            firstName\n            lastName\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Members($id: ID!, $first: Int!, $after: String) {\n    organization(id: $id) {\n      id\n      members(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        edges {\n          cursor\n          role\n          node {\n            id\n            username\n            firstName\n            lastName\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetMember($input: SetMemberInput!) {\n    setMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetMember($input: SetMemberInput!) {\n    setMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      organization {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Organization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n      description\n      version\n      userCapabilities {\n        edit\n        delete\n      }\n      applications(first: 0) {\n        totalCount\n      }\n    }\n  }\n"): (typeof documents)["\n  query Organization($id: ID!) {\n    organization(id: $id) {\n      id\n      name\n      description\n      version\n      userCapabilities {\n        edit\n        delete\n      }\n      applications(first: 0) {\n        totalCount\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      organization {\n        id\n        name\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      organization {\n        id\n        name\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Organizations($first: Int!, $after: String, $search: String) {\n    organizations(first: $first, after: $after, search: $search) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n          description\n          viewerRole\n          createdAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Organizations($first: Int!, $after: String, $search: String) {\n    organizations(first: $first, after: $after, search: $search) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          name\n          description\n          viewerRole\n          createdAt\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query User($id: ID!) {\n    user(id: $id) {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      isSuperuser\n      isSystemAuditor\n      version\n      organizations(first: 100) {\n        totalCount\n        edges {\n          cursor\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query User($id: ID!) {\n    user(id: $id) {\n      id\n      username\n      firstName\n      lastName\n      email\n      isEmailVerified\n      isSuperuser\n      isSystemAuditor\n      version\n      organizations(first: 100) {\n        totalCount\n        edges {\n          cursor\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      revokedTokenCount\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        isSuperuser\n        isSystemAuditor\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      revokedTokenCount\n      user {\n        id\n        username\n        firstName\n        lastName\n        email\n        isEmailVerified\n        isSuperuser\n        isSystemAuditor\n        version\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteUser($input: DeleteUserInput!) {\n    deleteUser(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteUser($input: DeleteUserInput!) {\n    deleteUser(input: $input) {\n      deletedId\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n      }\n      userErrors {\n        field\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Users($first: Int!, $after: String, $search: String) {\n    users(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          username\n          firstName\n          lastName\n          email\n          isSuperuser\n          isSystemAuditor\n          createdAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Users($first: Int!, $after: String, $search: String) {\n    users(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      edges {\n        cursor\n        node {\n          id\n          username\n          firstName\n          lastName\n          email\n          isSuperuser\n          isSystemAuditor\n          createdAt\n        }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;