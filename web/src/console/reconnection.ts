/** What to do once a console has closed. */
export type Next = { kind: 'retry'; reason: string; delay: number } | { kind: 'end'; reason: string };

const delays = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** How long to wait before the next attempt, in milliseconds; attempts are counted from 0. */
export const delayBefore = (attempt: number): number => delays[Math.min(attempt, delays.length - 1)] ?? 15_000;

/** Decides by the code with which the server closed the WebSocket. */
export function afterClose(code: number, attempt: number): Next {
  if (code === 4001) return { kind: 'end', reason: 'You may no longer see this console, or your session has ended.' };
  if (code === 4004)
    return {
      kind: 'end',
      reason:
        'This machine was started before its screen could be shown from the computer that it runs on. Switch it off and start it again to see its screen; its serial console works now.',
    };
  const delay = delayBefore(attempt);
  if (code === 4000) return { kind: 'retry', reason: 'The machine has stopped or is starting again.', delay };
  if (code === 4006) return { kind: 'retry', reason: 'The machine was moved to another host.', delay };
  if (code === 4003)
    return { kind: 'retry', reason: 'Pando is using this console itself just now, or it was lost.', delay };
  if (code === 4005)
    return { kind: 'retry', reason: 'As many people look at this screen as its host lets at the same time.', delay };
  return { kind: 'retry', reason: 'The connection was lost.', delay };
}
