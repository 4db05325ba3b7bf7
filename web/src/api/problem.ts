import type { Fault, Problem } from './types';

/** Why the server, or the way to it, refused a request. */
export class RequestError extends Error {
  readonly problem: Problem;
  /** How long the server asked to wait, in seconds. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.name = 'RequestError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The code of the problem's type, for example `name-taken`. */
  get code(): string {
    return this.problem.type.replace('urn:pando:problem:', '');
  }

  get faults(): Fault[] {
    return this.problem.faults ?? [];
  }

  /** Whether the same request may well succeed a moment later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 503;
  }
}

export const unreachable: Problem = {
  type: 'about:blank',
  title: 'Pando does not answer',
  status: 0,
  detail: 'Pando does not answer.',
  help: 'Check that the server runs and that this computer is connected to it, then try again.',
};

/** The problem that any thrown thing stands for. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return error.problem;
  return {
    type: 'about:blank',
    title: 'Something went wrong in this page',
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
    help: 'Load the page again.',
  };
}

/** Reads the body of a refused request, whatever the server or a proxy before it sent. */
export function problemFrom(status: number, statusText: string, body: unknown): Problem {
  if (typeof body === 'object' && body !== null) {
    const given = body as Partial<Problem>;
    if (typeof given.detail === 'string' || typeof given.title === 'string') {
      const title = given.title ?? 'Not possible';
      return { ...given, type: given.type ?? 'about:blank', title, status, detail: given.detail ?? title };
    }
  }
  if (status === 502 || status === 504) return { ...unreachable, status };
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `The server answered ${status}${statusText ? ` (${statusText})` : ''}.`,
  };
}
