import { SearchInput } from '@patternfly/react-core';
import type { ListParameters } from './listParameters';

interface Properties {
  /** What is listed, in the plural. */
  what: string;
  parameters: ListParameters;
  change: (values: { query: string | undefined }) => void;
}

/** Narrows a list to what has the words in its name; the keyboard's way to it is on every page that has one. */
export function ListSearch({ what, parameters, change }: Properties) {
  return (
    <SearchInput
      aria-label={`Search ${what} by name`}
      placeholder="Name"
      value={parameters.query}
      onChange={(_event, value) => change({ query: value })}
      onClear={() => change({ query: undefined })}
      data-search
    />
  );
}
