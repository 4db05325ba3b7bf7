import { Pagination } from '@patternfly/react-core';
import { useEffect } from 'react';
import { perPageOptions, type ListParameters } from './listParameters';

interface Properties {
  /** How many there are in all; undefined until it is known. */
  total: number | undefined;
  parameters: ListParameters;
  change: (values: { page: string } | { size: string }) => void;
}

/** Turns the pages of a list and says how many rows one has. */
export function ListPagination({ total = 0, parameters, change }: Properties) {
  const { page, size } = parameters;
  const last = Math.ceil(total / size);
  // What stood on the last page may have been deleted since: rather the page before than one that says there is nothing.
  useEffect(() => {
    if (last > 0 && page > last) change({ page: String(last) });
  }, [page, last, change]);
  return (
    <Pagination
      isCompact
      itemCount={total}
      page={page}
      perPage={size}
      perPageOptions={perPageOptions}
      onSetPage={(_event, page) => change({ page: String(page) })}
      onPerPageSelect={(_event, size) => change({ size: String(size) })}
    />
  );
}
