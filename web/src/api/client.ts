import { problemFrom, RequestError, unreachable } from './problem';
import type { Page } from './types';

const base = '/api/v1';

export type Query = Record<string, string | number | boolean | string[] | undefined>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  /** Makes repeating the same request harmless. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Writes query parameters; leaves out what is undefined or empty, repeats what is a list. */
export function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

/** The value of a cookie, or undefined. */
export function cookie(name: string, cookies: string): string | undefined {
  const found = cookies
    .split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

async function csrfToken(): Promise<string> {
  const present = cookie('XSRF-TOKEN', document.cookie);
  if (present !== undefined) return present;
  await fetch(`${base}/about`);
  return cookie('XSRF-TOKEN', document.cookie) ?? '';
}

/** Carries out one request. Rejects with a RequestError for every answer that is not a success. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  let response: Response;
  try {
    if (method !== 'GET') headers['X-XSRF-TOKEN'] = await csrfToken();
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
    response = await fetch(`${base}${path}${queryString(options.query)}`, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new RequestError(unreachable);
  }
  return answer<T>(response);
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) {
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
  const body: unknown = await response.json().catch(() => undefined);
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  throw new RequestError(
    problemFrom(response.status, response.statusText, body),
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

/**
 * Sends a part of a file. With a digest where the browser has one to give: it has none on pages without encryption.
 *
 * @param offset where in the file the part begins
 */
export async function sendPart<T>(path: string, offset: number, part: Blob, signal: AbortSignal): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Content-Type': 'application/octet-stream',
    'Upload-Offset': String(offset),
  };
  let response: Response;
  try {
    const bytes = await part.arrayBuffer();
    // Not in the types of the browser's own, but undefined on pages that came without encryption.
    const subtle = crypto.subtle as SubtleCrypto | undefined;
    if (subtle) headers['Content-Digest'] = `sha-256=:${base64(await subtle.digest('SHA-256', bytes))}:`;
    headers['X-XSRF-TOKEN'] = await csrfToken();
    response = await fetch(`${base}${path}`, {
      method: 'PATCH',
      headers,
      body: bytes,
      signal,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestError(unreachable);
  }
  return answer<T>(response);
}

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** All rows of a list, however many pages of the API they fill. */
export async function getAll<T>(path: string, query: Query, signal?: AbortSignal): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await get<Page<T>>(path, { ...query, limit: 100, offset: rows.length }, signal);
    rows.push(...page.items);
    if (page.items.length === 0 || rows.length >= page.total) return rows;
  }
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>('GET', path, { query, signal });
