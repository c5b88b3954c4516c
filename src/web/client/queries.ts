// Reading and sending through the query cache, keyed by endpoint and request.

import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, Problem, type Answer, type ApiKey, type Argument, type ReadKey } from './call.ts';

/** One cache a page; refusals are not retried, silence is, twice. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
      },
    },
  });
}

/** Reads an endpoint; again every `every` milliseconds if given; not at all while `off`. */
export function useRead<K extends ReadKey>(
  key: K,
  argument: Argument<K>,
  { every, off }: { every?: number; off?: boolean } = {},
) {
  return useQuery<Answer<K>, Problem>({
    queryKey: [key, ...argument],
    queryFn: () => call(key, ...argument),
    enabled: !off,
    ...(every ? { refetchInterval: every } : {}),
  });
}

/** Sends to an endpoint and reads again what is shown. */
export function useSend<K extends ApiKey>(key: K, done?: (answer: Answer<K>) => void) {
  const client = useQueryClient();
  return useMutation<Answer<K>, Problem, Argument<K>>({
    mutationFn: (argument) => call(key, ...argument),
    onSuccess: async (answer) => {
      await client.invalidateQueries();
      done?.(answer);
    },
  });
}

/** Who is signed in; `undefined` while it is not yet known. */
export function useMe() {
  const { data } = useRead('GET /api/session', []);
  return data?.me;
}
