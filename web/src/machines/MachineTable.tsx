import { Checkbox } from '@patternfly/react-core';
import { SortByDirection, Table, Tbody, Td, Th, Thead, Tr, type TdProps, type ThProps } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { Job, Machine } from '../api/types';
import { Since } from '../shell/Since';
import { MachineBadge } from './MachineBadge';
import { MachineMenu } from './MachineMenu';
import { Thumbnail } from './Thumbnail';

const columns = ['name', 'state', 'image', 'createdAt'] as const;

/** Between the narrow layout, which stacks the cells, and the wide one there is no room for all columns. */
const roomy: TdProps['visibility'] = ['hiddenOnMd', 'visibleOnLg'];

interface Properties {
  machines: Machine[];
  jobs: Job[];
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  /** A column of the API; a hyphen before it turns the order round. */
  sort: string;
  onSort: (sort: string) => void;
  withOwner: boolean;
}

export function MachineTable({ machines, jobs, selected, onSelect, sort, onSort, withOwner }: Properties) {
  const sorted = (column: (typeof columns)[number]): ThProps['sort'] => ({
    columnIndex: columns.indexOf(column),
    sortBy: {
      index: columns.findIndex((each) => each === sort.replace(/^-/, '')),
      direction: sort.startsWith('-') ? 'desc' : 'asc',
    },
    onSort: (_event, _index, direction) => onSort(direction === SortByDirection.desc ? `-${column}` : column),
  });
  const select = (ids: string[], chosen: boolean) => {
    const next = new Set(selected);
    for (const id of ids) {
      if (chosen) next.add(id);
      else next.delete(id);
    }
    onSelect(next);
  };
  const all = machines.map((machine) => machine.id);
  const chosen = all.filter((id) => selected.has(id)).length;

  return (
    <Table aria-label="Machines" gridBreakPoint="grid-md" variant="compact" className="pando-machines">
      <Thead>
        <Tr>
          <Th className="pando-check">
            <Checkbox
              id="select-all"
              aria-label="Select all machines shown"
              isChecked={chosen === 0 ? false : chosen === all.length ? true : null}
              onChange={(_event, checked) => select(all, checked)}
            />
          </Th>
          <Th screenReaderText="Screen" />
          <Th sort={sorted('name')} modifier="nowrap">
            Name
          </Th>
          <Th sort={sorted('state')} modifier="nowrap">
            State
          </Th>
          <Th>Address</Th>
          <Th sort={sorted('image')} modifier="nowrap" visibility={withOwner ? roomy : undefined}>
            Image
          </Th>
          {withOwner && <Th>Owner</Th>}
          <Th sort={sorted('createdAt')} modifier="nowrap" visibility={roomy}>
            Created
          </Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {machines.map((machine) => (
          <Tr
            key={machine.id}
            data-testid="machine-row"
            data-machine={machine.name}
            isRowSelected={selected.has(machine.id)}
          >
            <Td className="pando-check">
              <Checkbox
                id={`select-${machine.id}`}
                aria-label={`Select ${machine.name}`}
                isChecked={selected.has(machine.id)}
                onChange={(_event, checked) => select([machine.id], checked)}
              />
            </Td>
            <Td dataLabel="Screen" className="pando-thumbnail-cell">
              <Link to={`/machines/${machine.id}?tab=console`} aria-label={`Console of ${machine.name}`} tabIndex={-1}>
                <Thumbnail machine={machine} width={80} />
              </Link>
            </Td>
            <Td dataLabel="Name" modifier="breakWord">
              <Link to={`/machines/${machine.id}`}>{machine.name}</Link>
            </Td>
            <Td dataLabel="State" modifier="nowrap">
              <MachineBadge machine={machine} job={jobs.find((job) => job.id === machine.jobId)} />
            </Td>
            <Td dataLabel="Address">{machine.addresses[0] ?? '–'}</Td>
            <Td dataLabel="Image" visibility={withOwner ? roomy : undefined}>
              <Link to={`/images/${machine.imageId}`}>{machine.image}</Link>
            </Td>
            {withOwner && <Td dataLabel="Owner">{machine.owner.displayName}</Td>}
            <Td dataLabel="Created" modifier="nowrap" visibility={roomy}>
              <Since instant={machine.createdAt} />
            </Td>
            <Td isActionCell>
              <MachineMenu machine={machine} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
