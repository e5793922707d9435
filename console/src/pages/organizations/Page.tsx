import { useQuery } from '@apollo/client/react';
import { Anchor, Box, Button, Table } from '@mantine/core';
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
import { NewOrganization } from './NewOrganization.tsx';
import { texts } from './texts.ts';

const ORGANIZATIONS = graphql(`
  query Organizations($first: Int!, $after: String, $search: String) {
    organizations(first: $first, after: $after, search: $search) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
          name
          description
          viewerRole
          createdAt
        }
      }
    }
  }
`);
const PAGE = 50;

/** The organizations that the viewer may see. */
export function Page() {
  const { isSuperuser } = useViewer();
  const [search, setSearch] = useParameter('search');
  const [isMaking, { open, close }] = useDisclosure(false);
  const asked = useQuery(ORGANIZATIONS, {
    variables: { first: PAGE, search: search || null },
    notifyOnNetworkStatusChange: true,
  });
  const { error, loading, refetch, fetchMore } = asked;
  const list = shownOf(asked)?.organizations;
  const create = isSuperuser && (
    <Button leftSection={<PlusIcon aria-hidden />} onClick={open}>
      {texts.create}
    </Button>
  );
  return (
    <>
      <PageHeader title={texts.title} actions={create}>
        {texts.about}
      </PageHeader>
      <Box mb="md" maw={400}>
        <SearchField label={texts.search} value={search} isAsking={loading} onChange={setSearch} />
      </Box>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {!list && !error && <ListSkeleton />}
      {list?.edges.length === 0 && (
        <EmptyState title={texts.none} action={!search && create}>
          {search ? texts.noneFound : isSuperuser ? texts.noneYetForSuperusers : texts.noneYet}
        </EmptyState>
      )}
      {list && list.edges.length > 0 && (
        <>
          <Table.ScrollContainer minWidth={480}>
            <Table highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.name}</Table.Th>
                  <Table.Th>{texts.description}</Table.Th>
                  <Table.Th>{texts.role}</Table.Th>
                  <Table.Th>{texts.created}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.edges.map(({ node: { id, name, description, viewerRole, createdAt } }) => (
                  <Table.Tr key={id}>
                    <Table.Td>
                      <Anchor component={Link} to={`/organizations/${encodeURIComponent(id)}`} dir="auto">
                        {name}
                      </Anchor>
                    </Table.Td>
                    <Table.Td dir="auto">{description}</Table.Td>
                    <Table.Td>{viewerRole ?? texts.noRole}</Table.Td>
                    <Table.Td>
                      <Time value={createdAt} />
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
      <NewOrganization opened={isMaking} onClose={close} />
    </>
  );
}
