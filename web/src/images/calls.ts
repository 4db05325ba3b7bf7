import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get, request } from '../api/client';
import type { Image, ImageState, ImportImage, Job, Page } from '../api/types';
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
