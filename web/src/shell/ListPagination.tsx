import { Pagination } from '@patternfly/react-core';
import { perPageOptions, type ListParameters } from './listParameters';

interface Properties {
  /** How many there are in all; undefined until it is known. */
  total: number | undefined;
  parameters: ListParameters;
  change: (values: { page: string } | { size: string }) => void;
}

/** Turns the pages of a list and says how many rows one has. */
export function ListPagination({ total = 0, parameters, change }: Properties) {
  return (
    <Pagination
      isCompact
      itemCount={total}
      page={parameters.page}
      perPage={parameters.size}
      perPageOptions={perPageOptions}
      onSetPage={(_event, page) => change({ page: String(page) })}
      onPerPageSelect={(_event, size) => change({ size: String(size) })}
    />
  );
}
