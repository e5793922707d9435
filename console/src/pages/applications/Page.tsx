import './applications.css';
import { ActionIcon, Box, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CommandPaletteIcon, FilterIcon, PlusIcon } from '@primer/octicons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { mayRegister, useViewer } from '../../app/viewer.tsx';
import { type Criteria, criteriaOf, DEFAULT_ORDER, parametersOf } from '../../components/criteria.ts';
import { KeysDialog } from '../../components/KeysDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { useShortcuts } from '../../components/use-shortcuts.ts';
import { ApplicationsTable, type TableHandle } from './ApplicationsTable.tsx';
import { BulkBar } from './BulkBar.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import type { Action } from './bulk.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import { COLUMNS, useColumnKeys } from './columns.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FilterPanel } from './FilterPanel.tsx';
import { type Change, nothingSet, setFilters } from './filters.ts';
import { useOrganizationName } from './OrganizationFilter.tsx';
import { texts } from './texts.ts';
import { useApplications } from './use-applications.ts';
import { usePicked } from './use-picked.ts';

/** What the address says, and what changes it. */
function useCriteria() {
  const [parameters, setParameters] = useSearchParams();
  const criteria = useMemo(() => criteriaOf(parameters), [parameters]);
  const set = (next: Criteria, isSmall = false) => setParameters(parametersOf(next), { replace: isSmall, preventScrollReset: true });
  return { criteria, set, change: (change: Change, isSmall = false) => set({ ...criteria, ...change }, isSmall) };
}

/** The applications that the viewer may see: finds them, and does something to many at once. */
export function Page() {
  const canRegister = mayRegister(useViewer());
  const navigate = useNavigate();
  const { criteria, set, change } = useCriteria();
  const list = useApplications(criteria);
  const applications = useMemo(() => list.applications ?? [], [list.applications]);
  const { ids, picked, pick, pickAll, drop, clear } = usePicked(applications);
  const [columnKeys, setColumnKeys] = useColumnKeys();
  const columns = useMemo(() => COLUMNS.filter(({ key }) => columnKeys.includes(key)), [columnKeys]);
  const [isFiltering, filtering] = useDisclosure(false);
  const [isHelping, help] = useDisclosure(false);
  const [acting, setActing] = useState<{ readonly action: Action; readonly ids: readonly string[] }>();
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);

  useShortcuts({
    '/': () => {
      search.current?.focus();
      search.current?.select();
    },
    ...(canRegister && { n: () => void navigate('/applications/new') }),
    j: () => table.current?.move(1),
    k: () => table.current?.move(-1),
    ...(picked.length > 0 && { Escape: clear }),
    '?': help.open,
  });
  const filters = setFilters(criteria, useOrganizationName(criteria.organizationId));
  const isNarrowed = filters.length > 0 || criteria.search !== undefined;
  const reset = () => set(nothingSet(criteria));
  const closed = useCallback(() => {
    setActing(undefined);
    // the button that opened the dialog may be gone with what was selected
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) table.current?.move(0);
    });
  }, []);

  return (
    <>
      <PageHeader
        title={texts.title}
        actions={
          canRegister && (
            <Button component={Link} to="/applications/new" leftSection={<PlusIcon aria-hidden />}>
              {texts.new}
            </Button>
          )
        }
      >
        {texts.about}
      </PageHeader>
      <Group mb="sm" gap="xs">
        <Box flex="1 1 16rem">
          <SearchField
            ref={search}
            label={texts.search}
            value={criteria.search ?? ''}
            isAsking={list.isAsking}
            onChange={(text) => change({ search: text || undefined }, true)}
            onDown={() => table.current?.move(0)}
          />
        </Box>
        <Button
          variant={isFiltering ? 'light' : 'default'}
          leftSection={<FilterIcon aria-hidden />}
          aria-expanded={isFiltering}
          onClick={filtering.toggle}
        >
          {texts.filters}
        </Button>
        <ColumnChooser keys={columnKeys} onChange={setColumnKeys} />
        <ActionIcon variant="default" size={36} aria-label={texts.showKeys} title={texts.showKeys} onClick={help.open}>
          <CommandPaletteIcon aria-hidden />
        </ActionIcon>
      </Group>
      {isFiltering && <FilterPanel criteria={criteria} onChange={change} />}
      <FilterChips filters={filters} onChange={change} onClear={reset} />

      {list.error && <ErrorNotice error={list.error} onRetry={list.retry} />}
      {!list.applications && !list.error && <ListSkeleton />}
      {list.applications?.length === 0 && !list.isBusy && <Empty isNarrowed={isNarrowed} canRegister={canRegister} onReset={reset} />}
      {applications.length > 0 && (
        <>
          <ApplicationsTable
            handle={table}
            applications={applications}
            columns={columns}
            order={criteria.order ?? DEFAULT_ORDER}
            onOrder={(order) => change({ order })}
            picked={ids}
            onPick={pick}
            onPickAll={pickAll}
            onEnd={list.more}
            isBusy={list.isBusy}
          />
          {picked.length > 0 && (
            <BulkBar picked={picked} onClear={clear} onAct={(action) => setActing({ action, ids: picked.map(({ id }) => id) })} />
          )}
          <LoadMore
            shown={applications.length}
            total={list.total}
            hasMore={list.hasMore}
            isLoading={list.isLoadingMore}
            onMore={list.more}
          />
        </>
      )}
      {acting && (
        <BulkDialog
          {...acting}
          onClose={closed}
          onDone={(done) => {
            drop(done);
            if (acting.action === 'delete') void list.countAgain();
          }}
        />
      )}
      <KeysDialog opened={isHelping} onClose={help.close} keys={canRegister ? KEYS : KEYS.filter(([, what]) => what !== texts.keys.new)} />
    </>
  );
}

const KEYS = [
  [['/'], texts.keys.search],
  [['n'], texts.keys.new],
  [['j', '↓'], texts.keys.down],
  [['k', '↑'], texts.keys.up],
  [['Home', 'End'], texts.keys.ends],
  [['Enter'], texts.keys.open],
  [[texts.space], texts.keys.pick],
  [['Esc'], texts.keys.clear],
  [['?'], texts.keys.help],
] as const;

function Empty({ isNarrowed, canRegister, onReset }: { isNarrowed: boolean; canRegister: boolean; onReset: () => void }) {
  if (isNarrowed)
    return (
      <EmptyState
        title={texts.none.title}
        action={
          <Button variant="default" onClick={onReset}>
            {texts.clearFilters}
          </Button>
        }
      >
        {texts.none.text}
      </EmptyState>
    );
  return (
    <EmptyState
      title={texts.empty.title}
      action={
        canRegister && (
          <Button component={Link} to="/applications/new">
            {texts.new}
          </Button>
        )
      }
    >
      {canRegister ? texts.empty.register : texts.empty.ask}
    </EmptyState>
  );
}
