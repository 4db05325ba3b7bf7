import { useCallback, useEffect, useState } from 'react';
import { request } from '../api/client';
import { problemOf, RequestError } from '../api/problem';
import type { ConsoleKind, ConsoleTicket } from '../api/types';
import { afterClose, delayBefore, type Next } from './reconnection';

export type Phase =
  | { name: 'closed' }
  | { name: 'connecting' }
  | { name: 'connected' }
  | { name: 'lost'; reason: string; retryAt: number }
  | { name: 'ended'; reason: string };

/**
 * Puts an open console on the page.
 *
 * @param socket not yet open
 * @param onReady to be called when there is something to see
 * @returns takes it away again
 */
export type Attach = (socket: WebSocket, onReady: () => void) => () => void;

/** After this long a connection counts as a good one, and the next loss begins with a short wait again. */
const goodAfter = 5_000;

function openSocket(ticket: ConsoleTicket): WebSocket {
  const address = new URL(ticket.path, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, ['binary', ticket.protocol]);
  socket.binaryType = 'arraybuffer';
  return socket;
}

function afterRefusal(error: unknown, attempt: number): Next {
  const { detail } = problemOf(error);
  const forGood = error instanceof RequestError && [401, 403, 404].includes(error.status);
  return forGood ? { kind: 'end', reason: detail } : { kind: 'retry', reason: detail, delay: delayBefore(attempt) };
}

/**
 * Keeps a machine's console open as long as there is one: takes a new ticket each time, and opens it again when the guest
 * starts anew or the connection drops.
 *
 * @param load fetches what shows the console; must stay the same function
 */
export function useConsole(machine: string, kind: ConsoleKind, available: boolean, load: () => Promise<Attach>) {
  const [phase, setPhase] = useState<Phase>({ name: 'closed' });
  const [round, setRound] = useState(0);
  const reconnect = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    if (!available) return;
    const ended = new AbortController();
    let detach: (() => void) | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let attempt = 0;

    const goOn = (next: Next) => {
      if (ended.signal.aborted) return;
      attempt += 1;
      if (next.kind === 'end') {
        setPhase({ name: 'ended', reason: next.reason });
      } else {
        setPhase({ name: 'lost', reason: next.reason, retryAt: Date.now() + next.delay });
        timer = setTimeout(() => void connect(), next.delay);
      }
    };

    const connect = async () => {
      setPhase({ name: 'connecting' });
      try {
        const attach = await load();
        const ticket = await request<ConsoleTicket>('POST', `/machines/${machine}/console-tickets`, {
          body: { kind },
          signal: ended.signal,
        });
        if (ended.signal.aborted) return;
        const socket = openSocket(ticket);
        let connectedAt: number | undefined;
        socket.addEventListener('close', (event) => {
          detach?.();
          detach = undefined;
          if (connectedAt !== undefined && Date.now() - connectedAt > goodAfter) attempt = 0;
          goOn(afterClose(event.code, attempt));
        });
        detach = attach(socket, () => {
          connectedAt = Date.now();
          setPhase({ name: 'connected' });
        });
      } catch (error) {
        goOn(afterRefusal(error, attempt));
      }
    };

    void connect();
    return () => {
      ended.abort();
      clearTimeout(timer);
      detach?.();
      setPhase({ name: 'closed' });
    };
  }, [machine, kind, available, load, round]);

  return { phase, reconnect };
}

/** The chord that gives the keyboard back from a console to the page. */
export const isWayOut = (event: KeyboardEvent): boolean => event.ctrlKey && event.altKey && event.shiftKey;
