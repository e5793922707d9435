import { graphql } from 'relay-runtime';

export const query = graphql`
  query applicationsQuery($first: Int!, $after: String) {
    ...applications_list @arguments(first: $first, after: $after)
  }
`;

export const list = graphql`
  fragment applications_list on Query
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "applicationsPageQuery") {
    applications(first: $first, after: $after) @connection(key: "list_applications") {
      edges { node { id name createdAt } }
    }
  }
`;
