import {
  Alert,
  AlertActionCloseButton,
  Button,
  Drawer,
  DrawerContent,
  DrawerContentBody,
  Dropdown,
  DropdownItem,
  DropdownList,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  Flex,
  FlexItem,
  FormSelect,
  FormSelectOption,
  Label,
  MenuToggle,
  SearchInput,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { isAdministrator, useUser } from '../access/session';
import type { Query } from '../api/client';
import type { AuditOutcome, AuditRecord } from '../api/types';
import { ProjectPicker } from '../projects/ProjectPicker';
import { Fetched } from '../shell/Fetched';
import { textOf } from '../shell/inputs';
import { slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { PageFrame } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { AuditDrawer } from './AuditDrawer';
import { exportAddress, useAudit, useVerification } from './calls';
import { kinds } from './kinds';
import { outcomes } from './outcomes';

const times = [
  { hours: 1, label: 'Last hour' },
  { hours: 24, label: 'Last day' },
  { hours: 168, label: 'Last week' },
  { hours: 720, label: 'Last 30 days' },
];
const hour = 3_600_000;

/** What the entries can be filtered by, in the page's address as in the API. */
const names = ['actor', 'object', 'project', 'action', 'outcome', 'request', 'from'] as const;

/** To the minute, so that looking again a moment later is the same question. */
const moment = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - hours * hour).toISOString();

export function AuditPage() {
  const user = useUser();
  const { address, parameters, change } = useListParameters('');
  const filter: Query = {
    ...Object.fromEntries(names.map((name) => [name, address.get(name) ?? undefined])),
    ...slice(parameters),
  };
  const entries = useAudit(filter);
  const verification = useVerification();
  const filtered = names.some((name) => address.has(name));
  // The hours are how the page remembers what `from` was chosen as.
  const clear = () => change({ ...Object.fromEntries(names.map((name) => [name, undefined])), hours: undefined });
  const entry = address.get('entry');
  const panel =
    entry === null ? undefined : (
      <AuditDrawer seq={entry} onClose={() => change({ entry: undefined, page: String(parameters.page) })} />
    );
  return (
    <PageFrame
      title="Audit"
      description={
        isAdministrator(user)
          ? 'Who did what, and what was refused. Nothing here can be altered without being noticed.'
          : 'What you did, what was done to your account, and what happens in projects that you own.'
      }
      actions={
        <Flex gap={{ default: 'gapSm' }}>
          {isAdministrator(user) && (
            <Button
              variant="secondary"
              onClick={() => verification.mutate()}
              isLoading={verification.isPending}
              isDisabled={verification.isPending}
              data-testid="audit-verify"
            >
              Verify
            </Button>
          )}
          <Export filter={{ ...filter, request: undefined }} />
        </Flex>
      }
    >
      <Verdict verification={verification} />
      <Flex gap={{ default: 'gapMd' }} className="pando-filters">
        <FlexItem>
          <Search label="Who" value={address.get('actor')} onSearch={(actor) => change({ actor })} />
        </FlexItem>
        <FlexItem>
          <Search label="Object" value={address.get('object')} onSearch={(object) => change({ object })} />
        </FlexItem>
        <FlexItem>
          <ProjectPicker
            value={address.get('project') ?? ''}
            onChange={(project) => change({ project })}
            fixed={[{ value: '', label: 'All projects' }]}
            ofEverybody
            testId="audit-project"
          />
        </FlexItem>
        <FlexItem>
          <FormSelect
            aria-label="What"
            value={address.get('action') ?? ''}
            onChange={(_event, action) => change({ action })}
          >
            <FormSelectOption value="" label="Everything" />
            {Object.entries(kinds).map(([kind, label]) => (
              <FormSelectOption key={kind} value={kind} label={label} />
            ))}
          </FormSelect>
        </FlexItem>
        <FlexItem>
          <FormSelect
            aria-label="Outcome"
            value={address.get('outcome') ?? ''}
            onChange={(_event, outcome) => change({ outcome })}
          >
            <FormSelectOption value="" label="All outcomes" />
            {(Object.keys(outcomes) as AuditOutcome[]).map((each) => (
              <FormSelectOption key={each} value={each} label={outcomes[each].label} />
            ))}
          </FormSelect>
        </FlexItem>
        <FlexItem>
          <FormSelect
            aria-label="Time"
            value={address.get('hours') ?? ''}
            onChange={(_event, value) =>
              change({ hours: value, from: value === '' ? undefined : moment(Number(value)) })
            }
          >
            <FormSelectOption value="" label="Any time" />
            {times.map((each) => (
              <FormSelectOption key={each.hours} value={String(each.hours)} label={each.label} />
            ))}
          </FormSelect>
        </FlexItem>
        <FlexItem align={{ default: 'alignRight' }}>
          <ListPagination total={entries.data?.total} parameters={parameters} change={change} />
        </FlexItem>
      </Flex>
      <Drawer isExpanded={panel !== undefined} isInline>
        <DrawerContent panelContent={panel}>
          <DrawerContentBody>
            <Fetched query={entries} what="The record">
              {(page) =>
                page.items.length === 0 ? (
                  <Nothing filtered={filtered} onClear={clear} />
                ) : (
                  <Rows
                    entries={page.items}
                    chosen={entry}
                    onChoose={(seq) => change({ entry: String(seq), page: String(parameters.page) })}
                  />
                )
              }
            </Fetched>
          </DrawerContentBody>
        </DrawerContent>
      </Drawer>
    </PageFrame>
  );
}

interface SearchProperties {
  label: string;
  value: string | null;
  onSearch: (value: string | undefined) => void;
}

/** Searches when it is sent, not with every key: each search reads the record. */
function Search({ label, value, onSearch }: SearchProperties) {
  const [typed, setTyped] = useState(value ?? '');
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value ?? '');
  }
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(_event, text) => setTyped(text)}
      onSearch={(_event, text) => onSearch(textOf(text))}
      onClear={() => onSearch(undefined)}
      data-testid={`audit-${label.toLowerCase()}`}
    />
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState headingLevel="h2" titleText="No entry like this" data-testid="no-match">
      <EmptyStateActions>
        <Button variant="link" onClick={onClear}>
          Show all entries
        </Button>
      </EmptyStateActions>
    </EmptyState>
  ) : (
    <EmptyState headingLevel="h2" titleText="Nothing was recorded yet" data-testid="none-yet">
      <EmptyStateBody>Every change and every refusal from now on stands here.</EmptyStateBody>
    </EmptyState>
  );
}

interface RowsProperties {
  entries: AuditRecord[];
  chosen: string | null;
  onChoose: (seq: number) => void;
}

function Rows({ entries, chosen, onChoose }: RowsProperties) {
  // Beside an entry there is no room for what it says itself.
  const narrow = chosen !== null;
  return (
    <Table aria-label="Audit record" variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th modifier="nowrap">When</Th>
          <Th>Who</Th>
          <Th>What</Th>
          {!narrow && <Th width={20}>Object</Th>}
          <Th>Outcome</Th>
          {!narrow && <Th>From</Th>}
        </Tr>
      </Thead>
      <Tbody>
        {entries.map((entry) => (
          <Tr
            key={entry.seq}
            isRowSelected={chosen === String(entry.seq)}
            data-testid="audit-row"
            data-action={entry.action}
          >
            <Td dataLabel="When" modifier="nowrap">
              <Since instant={entry.at} />
            </Td>
            <Td dataLabel="Who" modifier="nowrap">
              {entry.actorName ?? <span className="pando-secondary">a stranger</span>}
            </Td>
            <Td dataLabel="What">
              <Button
                variant="link"
                isInline
                onClick={() => onChoose(entry.seq)}
                aria-label={`Entry ${entry.seq}: ${entry.action}`}
              >
                {entry.action}
              </Button>
            </Td>
            {!narrow && (
              <Td dataLabel="Object" modifier="truncate">
                {entry.objectType ? `${entry.objectType} ${entry.objectName ?? entry.objectId ?? ''}` : '–'}
              </Td>
            )}
            <Td dataLabel="Outcome">
              <Label isCompact color={outcomes[entry.outcome].color}>
                {outcomes[entry.outcome].label}
                {entry.repeats > 1 && ` × ${entry.repeats}`}
              </Label>
            </Td>
            {!narrow && (
              <Td dataLabel="From" modifier="nowrap">
                {entry.address ?? '–'}
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Export({ filter }: { filter: Query }) {
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={open}
      onSelect={() => setOpen(false)}
      onOpenChange={setOpen}
      shouldFocusToggleOnSelect
      popperProps={{ position: 'right' }}
      toggle={(toggle) => (
        <MenuToggle ref={toggle} isExpanded={open} onClick={() => setOpen(!open)} data-testid="audit-export">
          Export
        </MenuToggle>
      )}
    >
      <DropdownList>
        <DropdownItem to={exportAddress(filter, 'jsonl')} description="One document a line; can be verified">
          JSON lines
        </DropdownItem>
        <DropdownItem to={exportAddress(filter, 'csv')} description="For spreadsheets">
          CSV
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}

/** What came of verifying the record. */
function Verdict({ verification }: { verification: ReturnType<typeof useVerification> }) {
  const result = verification.data;
  if (verification.error) return <ProblemAlert error={verification.error} title="The record was not verified" />;
  if (!result) return null;
  return (
    <Alert
      component="p"
      isInline
      variant={result.intact ? 'success' : 'danger'}
      title={result.intact ? `All ${result.records} entries are as they were written` : 'The record was tampered with'}
      actionClose={<AlertActionCloseButton onClose={() => verification.reset()} />}
      className="pando-gap"
      data-testid="audit-verdict"
    >
      {result.fault ? (
        <p>
          {result.fault.detail} What stands before entry {result.fault.seq} is in order.
        </p>
      ) : (
        <p>
          Keep the end of the record elsewhere to notice later when something is cut off: entry {result.head.seq},{' '}
          <code className="pando-hash">{result.head.hash}</code>
        </p>
      )}
    </Alert>
  );
}
