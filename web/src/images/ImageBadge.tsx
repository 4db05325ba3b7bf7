import { Label, Spinner } from '@patternfly/react-core';
import type { ImageState } from '../api/types';

const labels: Record<ImageState, string> = {
  IMPORTING: 'Being made',
  READY: 'Ready',
  FAILED: 'Failed',
  DELETING: 'Being deleted',
};

export function ImageBadge({ state }: { state: ImageState }) {
  const working = state === 'IMPORTING' || state === 'DELETING';
  return (
    <Label
      isCompact
      color={working ? 'blue' : undefined}
      status={state === 'READY' ? 'success' : state === 'FAILED' ? 'danger' : undefined}
      icon={working ? <Spinner size="sm" isInline aria-hidden="true" aria-valuetext="at work" /> : undefined}
      data-testid="image-state"
      data-state={state}
    >
      {labels[state]}
    </Label>
  );
}

/** Why machines cannot be made from an image now; undefined when they can. */
export function cloneRefusal(image: { state: ImageState }): string | undefined {
  if (image.state === 'READY') return undefined;
  if (image.state === 'IMPORTING') return 'The image is still being made.';
  if (image.state === 'DELETING') return 'The image is being deleted.';
  return 'This image could not be made.';
}
