import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export const rowsPerPage = 25;

/** The numbers of rows that a page of a list can have. */
export const perPageOptions = [rowsPerPage, 50, 100].map((value) => ({ title: String(value), value }));

/** What a list shows, as it stands in the page's address. */
export interface ListParameters {
  /** From 1. */
  page: number;
  size: number;
  query: string;
  /** Name of a column; a hyphen before it turns the order round. */
  sort: string;
}

function wholeNumber(text: string | null, least: number, most: number, otherwise: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}

export function readListParameters(address: URLSearchParams, defaultSort: string): ListParameters {
  return {
    page: wholeNumber(address.get('page'), 1, 1_000_000, 1),
    size: wholeNumber(address.get('size'), 1, 100, rowsPerPage),
    query: address.get('query') ?? '',
    sort: address.get('sort') ?? defaultSort,
  };
}

/** The address after a change; whatever narrows or orders the list anew leads back to its first page. */
export function changeAddress(
  address: URLSearchParams,
  change: Record<string, string | string[] | undefined>,
): URLSearchParams {
  const next = new URLSearchParams(address);
  if (!('page' in change)) next.delete('page');
  for (const [name, value] of Object.entries(change)) {
    next.delete(name);
    for (const each of Array.isArray(value) ? value : [value]) if (each) next.append(name, each);
  }
  return next;
}

export function useListParameters(defaultSort: string) {
  const [address, setAddress] = useSearchParams();
  const change = useCallback(
    (values: Record<string, string | string[] | undefined>) =>
      setAddress((before) => changeAddress(before, values), { replace: true }),
    [setAddress],
  );
  return { address, parameters: readListParameters(address, defaultSort), change };
}

/** Limit and offset that the API takes for a page of a list. */
export const slice = ({ page, size }: ListParameters) => ({ limit: size, offset: (page - 1) * size });
