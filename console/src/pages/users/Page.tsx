import { useQuery } from '@apollo/client/react';
import { Anchor, Badge, Box, Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@primer/octicons-react';
import { Link } from 'react-router';
import { graphql } from '../../api/generated/index.ts';
import { useViewer } from '../../app/viewer.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { tellFailure } from '../../components/notify.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { shownOf } from '../../components/shown-of.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { useParameter } from '../../components/use-parameter.ts';
import { NewUser } from './NewUser.tsx';
import { texts } from './texts.ts';

const USERS = graphql(`
  query Users($first: Int!, $after: String, $search: String) {
    users(search: $search, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
          username
          firstName
          lastName
          email
          isSuperuser
          isSystemAuditor
          createdAt
        }
      }
    }
  }
`);
const PAGE = 50;

/** The users whom the viewer may see. */
export function Page() {
  const { isSuperuser } = useViewer();
  const [search, setSearch] = useParameter('search');
  const [isMaking, { open, close }] = useDisclosure(false);
  const asked = useQuery(USERS, {
    variables: { first: PAGE, search: search || null },
    notifyOnNetworkStatusChange: true,
  });
  const { error, loading, refetch, fetchMore } = asked;
  const list = shownOf(asked)?.users;
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={
          isSuperuser && (
            <Button leftSection={<PlusIcon aria-hidden />} onClick={open}>
              {texts.create}
            </Button>
          )
        }
      >
        {texts.about}
      </PageHeader>
      <Box mb="md" maw={400}>
        <SearchField label={texts.search} value={search} isAsking={loading} onChange={setSearch} />
      </Box>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {!list && !error && <ListSkeleton />}
      {list?.edges.length === 0 && <EmptyState title={texts.none}>{texts.noneText}</EmptyState>}
      {list && list.edges.length > 0 && (
        <>
          <Table.ScrollContainer minWidth={560}>
            <Table highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.username}</Table.Th>
                  <Table.Th>{texts.name}</Table.Th>
                  <Table.Th>{texts.email}</Table.Th>
                  <Table.Th>{texts.rights}</Table.Th>
                  <Table.Th>{texts.created}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.edges.map(({ node }) => (
                  <Table.Tr key={node.id}>
                    <Table.Td>
                      <Anchor component={Link} to={`/users/${encodeURIComponent(node.id)}`} dir="auto">
                        {node.username}
                      </Anchor>
                    </Table.Td>
                    <Table.Td dir="auto">{`${node.firstName} ${node.lastName}`.trim()}</Table.Td>
                    <Table.Td dir="auto">{node.email}</Table.Td>
                    <Table.Td>
                      {node.isSuperuser && (
                        <Badge variant="light" color="red">
                          {texts.superuser}
                        </Badge>
                      )}
                      {node.isSystemAuditor && <Badge variant="light">{texts.auditor}</Badge>}
                    </Table.Td>
                    <Table.Td>
                      <Time value={node.createdAt} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <LoadMore
            shown={list.edges.length}
            total={list.totalCount}
            hasMore={list.pageInfo.hasNextPage}
            isLoading={loading}
            onMore={() => tellFailure(fetchMore({ variables: { after: list.pageInfo.endCursor } }))}
          />
        </>
      )}
      <NewUser opened={isMaking} onClose={close} />
    </>
  );
}
