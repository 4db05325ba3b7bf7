import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
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

/** A change that is done when it is answered; what is kept under a key is fetched anew, in case its event comes late. */
export function useRefreshing<Input extends object | string, Output>(
  key: string,
  carryOut: (input: Input) => Promise<Output>,
  onDone: (output: Output) => void,
) {
  const client = useQueryClient();
  return useChange(carryOut, (output: Output) => {
    void client.invalidateQueries({ queryKey: [key] });
    onDone(output);
  });
}
