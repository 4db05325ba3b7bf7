import { useDeferredValue, useState } from 'react';
import type { Image, ImageState } from '../api/types';
import { reference, type Choice } from '../shell/choices';
import { rowsPerPage } from '../shell/listParameters';
import { Picker } from '../shell/Picker';
import { useImage, useImages } from './calls';

interface Properties {
  id?: string;
  /** Id or name of an image; nothing for none. */
  value: string;
  onChange: (value: string) => void;
  /** What stands for none. */
  none: string;
  /** Whether none can be chosen. */
  isRequired?: boolean;
  state?: ImageState;
  choiceOf: (image: Image) => Choice;
  isInvalid?: boolean;
  describedBy?: string;
  testId: string;
}

/** Chooses an image, however many there are. */
export function ImagePicker({ value, none, isRequired = false, state, choiceOf, ...rest }: Properties) {
  const [query, setQuery] = useState('');
  const images = useImages({ query: useDeferredValue(query) || undefined, state, limit: rowsPerPage });
  const page = images.data;
  // What was chosen may be on no page that was looked at.
  const chosen = useImage(reference(value));
  return (
    <Picker
      {...rest}
      label="Image"
      value={chosen.data ? choiceOf(chosen.data).value : value}
      shown={value === '' ? none : chosen.data ? choiceOf(chosen.data).label : value}
      fixed={isRequired ? [] : [{ value: '', label: none }]}
      found={(page?.items ?? []).map(choiceOf)}
      further={page === undefined ? 0 : page.total - page.items.length}
      isSearching={images.isFetching}
      onSearch={setQuery}
    />
  );
}
