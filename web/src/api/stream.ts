import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { applyEvent } from './cache';
import type { LiveEvent } from './types';

type StreamState = 'connecting' | 'open' | 'down';

const reopenAfter = 5_000;
const gatherFor = 400;
/** A first connection may take a moment before the page says that it works without one. */
const patience = 4_000;

/** The page's one connection on which the server tells of changes. */
class Stream {
  private state: StreamState = 'connecting';
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): StreamState => this.state;

  /** Keeps the caches up to date until the returned function is called. */
  follow(client: QueryClient): () => void {
    let source: EventSource | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    let gather: ReturnType<typeof setTimeout> | undefined;
    let doubtful = new Map<string, QueryKey>();
    let greeted = false;

    const refetchDoubtful = () => {
      gather = undefined;
      const queries = doubtful;
      doubtful = new Map();
      for (const queryKey of queries.values()) void client.invalidateQueries({ queryKey });
    };

    const heard = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as LiveEvent;
      for (const key of applyEvent(client, event)) doubtful.set(hashKey(key), key);
      if (doubtful.size > 0) gather ??= setTimeout(refetchDoubtful, gatherFor);
    };

    const fallBack = () => {
      if (this.state === 'down') return;
      this.move('down');
      // Fetching once is what starts the polling.
      void client.invalidateQueries();
    };

    const open = () => {
      source = new EventSource('/api/v1/events');
      source.onopen = () => {
        this.move('open');
        // What happened while nobody listened is not repeated: look at everything once.
        if (greeted) void client.invalidateQueries();
        greeted = true;
      };
      for (const type of ['machine', 'image', 'job', 'host', 'project']) source.addEventListener(type, heard);
      source.onerror = () => {
        fallBack();
        // The browser opens it again by itself, unless the server refused.
        if (source?.readyState === EventSource.CLOSED) reopen = setTimeout(open, reopenAfter);
      };
    };

    const impatient = setTimeout(() => {
      if (this.state === 'connecting') fallBack();
    }, patience);
    open();
    return () => {
      clearTimeout(impatient);
      clearTimeout(reopen);
      clearTimeout(gather);
      source?.close();
      this.move('connecting');
    };
  }

  private move(state: StreamState): void {
    if (this.state === state) return;
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }
}

export const stream = new Stream();

export function useStreamState(): StreamState {
  return useSyncExternalStore(stream.subscribe, stream.current);
}
