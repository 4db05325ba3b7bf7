import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { IdempotencyKeys } from './idempotency';
import { RequestError } from './problem';

/**
 * A call that changes something. A network failure is tried again by itself and by the person's next click with the same
 * idempotency key, so that it never happens twice.
 */
export function useChange<Input extends object | string | number, Output>(
  carryOut: (input: Input, idempotencyKey: string) => Promise<Output>,
  onDone?: (output: Output, input: Input) => void,
): UseMutationResult<Output, Error, Input> {
  const [keys] = useState(() => new IdempotencyKeys());
  return useMutation<Output, Error, Input>({
    mutationFn: (input) => carryOut(input, keys.keyFor(input)),
    retry: (count, error) => count < 2 && error instanceof RequestError && error.status === 0,
    onSuccess: (output, input) => {
      keys.answered(input);
      onDone?.(output, input);
    },
    onError: (error, input) => {
      if (error instanceof RequestError && error.status >= 400 && error.status < 500) keys.answered(input);
    },
  });
}

/** A change after which everything that is kept under a key is fetched anew, in case its event comes late or there is none. */
export function useRefreshing<Input extends object | string | number, Output>(
  queryKey: QueryKey,
  carryOut: (input: Input, idempotencyKey: string) => Promise<Output>,
  onDone?: (output: Output, input: Input) => void,
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  return useChange(carryOut, (output, input) => {
    void client.invalidateQueries({ queryKey });
    onDone?.(output, input);
  });
}
