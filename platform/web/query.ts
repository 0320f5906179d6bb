import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { z } from 'zod';
import type { RouteSpec } from '#platform/contract/route.ts';
import { type ApiProblem, call, type CallOptions, type RouteInput, toProblem } from './api.ts';

export type RouteQueryOptions = {
  readonly enabled?: boolean;
  /** Live topics that refetch this query; the first path segment after /api always does. */
  readonly topics?: readonly string[];
  readonly staleMs?: number;
  /** Keeps the last answer on screen while the next one (another page, another filter) is fetched. */
  readonly keepPrevious?: boolean;
  readonly refetchMs?: number;
};

/** `/api/tickets/{number}` -> `tickets`. */
export const topicOf = (path: string): string => path.split('/')[2] ?? '';

export const routeKey = (
  route: { readonly method: string; readonly path: string },
  input: object = {},
): readonly [string, string, object] => [topicOf(route.path), `${route.method} ${route.path}`, input];

/** A server that answers "no" will not answer otherwise a second later; a silent network may. */
const retry = (failures: number, error: unknown): boolean => {
  const { status } = toProblem(error);
  return failures < 2 && (status === 0 || status >= 502);
};

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 15_000, refetchOnWindowFocus: true, throwOnError: false },
      mutations: { retry: false },
    },
  });

export const useRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: RouteSpec<P, Q, B, R>,
  input: RouteInput<P, Q, B>,
  options: RouteQueryOptions = {},
): UseQueryResult<z.output<R>, ApiProblem> =>
  useQuery<z.output<R>, ApiProblem>({
    queryKey: routeKey(route, input),
    queryFn: ({ signal }) => call(route, input, { signal }),
    enabled: options.enabled ?? true,
    meta: { topics: options.topics ?? [] },
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.refetchMs === undefined ? {} : { refetchInterval: options.refetchMs }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });

type Page = { readonly items: readonly unknown[]; readonly nextCursor: string | null };

/** A keyset-paged list. `inputOf(cursor)` builds the call of each page; the items of all pages come as one. */
export const usePagedRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType<Page>>(
  route: RouteSpec<P, Q, B, R>,
  inputOf: (cursor: string | undefined) => RouteInput<P, Q, B>,
  options: Pick<RouteQueryOptions, 'enabled' | 'topics' | 'staleMs'> = {},
) => {
  const query = useInfiniteQuery({
    queryKey: [...routeKey(route, inputOf(undefined)), 'pages'],
    queryFn: ({ pageParam, signal }) => call(route, inputOf(pageParam), { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page: Page) => page.nextCursor ?? undefined,
    enabled: options.enabled ?? true,
    meta: { topics: options.topics ?? [] },
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
  });
  const items: z.output<R>['items'][number][] = query.data?.pages.flatMap((page) => [...page.items]) ?? [];
  return { ...query, items, problem: query.error ? toProblem(query.error) : undefined };
};

const firstPage: string | undefined = undefined;

export type RouteMutationOptions<Input, Reply> = {
  /** Topics whose queries are refetched after success; the route's own first segment always is. */
  readonly topics?: readonly string[];
  readonly headers?: CallOptions['headers'];
  readonly onDone?: (reply: Reply, input: Input) => void;
  readonly onProblem?: (problem: ApiProblem, input: Input) => void;
};

export const useRouteMutation = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: RouteSpec<P, Q, B, R>,
  options: RouteMutationOptions<RouteInput<P, Q, B>, z.output<R>> = {},
): UseMutationResult<z.output<R>, ApiProblem, RouteInput<P, Q, B>> => {
  const client = useQueryClient();
  return useMutation<z.output<R>, ApiProblem, RouteInput<P, Q, B>>({
    mutationFn: (input) => call(route, input, { headers: options.headers }),
    onSuccess: (reply, input) => {
      void invalidateTopics(client, [topicOf(route.path), ...(options.topics ?? [])]);
      options.onDone?.(reply, input);
    },
    onError: (error, input) => options.onProblem?.(toProblem(error), input),
  });
};

const isMarked = (meta: unknown, topic: string): boolean =>
  typeof meta === 'object' &&
  meta !== null &&
  'topics' in meta &&
  Array.isArray(meta.topics) &&
  meta.topics.includes(topic);

/** `ticket` and `tickets` mean the same noun, whether an event or a path says it. */
const sameNoun = (key: unknown, topic: string): boolean => key === topic || key === `${topic}s`;

export const invalidateTopics = (client: QueryClient, topics: readonly string[]): Promise<void> =>
  client.invalidateQueries({
    predicate: (query) => topics.some((topic) => sameNoun(query.queryKey[0], topic) || isMarked(query.meta, topic)),
  });
