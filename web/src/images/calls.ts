import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get, request } from '../api/client';
import type {
  Image,
  ImageInspection,
  ImageSealing,
  ImageState,
  ImportImage,
  InstalledPackage,
  Job,
  KnownPackages,
  Page,
  SetWarmPool,
  WarmPool,
} from '../api/types';
import { useChange } from '../api/useChange';

// A type and not an interface, so that it can be written as query parameters.
export type ImageFilter = { query?: string; state?: ImageState; limit?: number; offset?: number };

export function useImages(filter: ImageFilter) {
  return useQuery({
    queryKey: keys.list('image', filter),
    queryFn: ({ signal }) => get<Page<Image>>('/images', filter, signal),
    placeholderData: (previous) => previous,
  });
}

/** An image by its id or its name. */
export function useImage(id: string | undefined) {
  return useQuery({
    queryKey: keys.one('image', id ?? 'none'),
    queryFn: ({ signal }) => get<Image>(`/images/${encodeURIComponent(id ?? '')}`, undefined, signal),
    enabled: id !== undefined,
  });
}

export function useImportImage(onBegun: (job: Job) => void) {
  return useChange(
    (image: ImportImage, key) => request<Job>('POST', '/images', { body: image, idempotencyKey: key }),
    onBegun,
  );
}

export function useDeleteImage(onBegun: (job: Job) => void) {
  return useChange((id: string, key) => request<Job>('DELETE', `/images/${id}`, { idempotencyKey: key }), onBegun);
}

/** What the builder found on an image's disk; a problem with status 404 when nobody has looked yet. */
export function useInspection(image: Image) {
  return useQuery({
    // What its latest job has found is fetched when that job is known.
    queryKey: [...keys.one('image', image.id), 'inspection', image.jobId, image.state],
    queryFn: ({ signal }) => get<ImageInspection>(`/images/${image.id}/inspection`, undefined, signal),
    retry: false,
  });
}

export function usePackages(image: Image, filter: { query?: string; limit: number; offset: number }) {
  return useQuery({
    queryKey: [...keys.one('image', image.id), 'packages', image.jobId, image.state, filter],
    queryFn: ({ signal }) => get<Page<InstalledPackage>>(`/images/${image.id}/packages`, filter, signal),
    placeholderData: (previous) => previous,
  });
}

/** Which packages there are for the image's system. */
export function useKnownPackages(image: Image) {
  return useQuery({
    queryKey: [...keys.one('image', image.id), 'known', image.jobId, image.state],
    queryFn: ({ signal }) => get<KnownPackages>(`/images/${image.id}/packages/known`, { limit: 1 }, signal),
  });
}

/**
 * Names of packages for somebody who writes one.
 *
 * @param image id or name; undefined for whatever images of the system there are
 * @param os name of the system, perhaps with a version; undefined for any
 * @param begun what is written of the name; nothing is looked for as long as it is empty
 */
export function usePackageSuggestions(image: string | undefined, os: string | undefined, begun: string) {
  const path = image === undefined ? '/packages/known' : `/images/${encodeURIComponent(image)}/packages/known`;
  const filter = { os: image === undefined ? os : undefined, query: begun, limit: 10 };
  return useQuery({
    queryKey: ['package-suggestions', path, filter],
    queryFn: ({ signal }) => get<Pick<KnownPackages, 'names'>>(path, filter, signal),
    enabled: begun !== '',
    placeholderData: (previous) => previous,
    staleTime: 60_000,
    retry: false,
  });
}

export function useListPackages(onBegun: (job: Job) => void) {
  return useChange(
    (id: string, key) => request<Job>('POST', `/images/${id}/packages/known`, { idempotencyKey: key }),
    onBegun,
  );
}

export function useSealing(image: Image) {
  return useQuery({
    queryKey: [...keys.one('image', image.id), 'sealing', image.state],
    queryFn: ({ signal }) => get<ImageSealing>(`/images/${image.id}/sealing`, undefined, signal),
    enabled: image.staged !== undefined && image.state === 'READY',
  });
}

/** Machines of a staged image that wait. No event tells of them: they are nobody's. */
export function useWarmPool(image: Image) {
  return useQuery({
    queryKey: [...keys.one('image', image.id), 'warm-pool'],
    queryFn: ({ signal }) => get<WarmPool>(`/images/${image.id}/warm-pool`, undefined, signal),
    refetchInterval: (query) => (settled(query.state.data) ? 30_000 : 3_000),
    enabled: image.staged !== undefined && image.state === 'READY',
  });
}

function settled(pool: WarmPool | undefined): boolean {
  return pool === undefined || (pool.ready === pool.size && pool.machines.length === pool.size);
}

export function useSetWarmPool(image: Image) {
  const client = useQueryClient();
  return useChange(
    (wanted: SetWarmPool, key) =>
      request<WarmPool>('PUT', `/images/${image.id}/warm-pool`, { body: wanted, idempotencyKey: key }),
    (pool) => client.setQueryData([...keys.one('image', image.id), 'warm-pool'], pool),
  );
}

export function useInspectImage(onBegun: (job: Job) => void) {
  return useChange(
    (id: string, key) => request<Job>('POST', `/images/${id}/inspection`, { idempotencyKey: key }),
    onBegun,
  );
}

export function useMarkModel() {
  return useChange(({ id, model }: { id: string; model: boolean }) =>
    request<Image>('PATCH', `/images/${id}`, { body: { model } }),
  );
}
