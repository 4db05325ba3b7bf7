import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from './cache';
import { RequestError } from './problem';
import { stream } from './stream';

const pollWithoutStream = 5_000;

/** A 401 that is about what was typed, not about who is signed in. */
const aboutWhatWasTyped = ['wrong-credentials', 'second-factor-needed', 'wrong-code'];

/** Forgets the session when the server no longer knows it, which brings the sign-in page. */
function noticeSignOut(error: Error): void {
  if (error instanceof RequestError && error.status === 401 && !aboutWhatWasTyped.includes(error.code)) {
    queryClient.setQueryData(keys.session, null);
  }
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && error instanceof RequestError && error.passing,
      refetchInterval: () => (stream.current() === 'down' ? pollWithoutStream : false),
    },
  },
});
