import { get, request, sendPart } from '../api/client';
import { RequestError } from '../api/problem';
import type { CreateUpload, Page, Upload } from '../api/types';

/** How far a file is on its way to the server. */
export interface Sending {
  fileName: string;
  size: number;
  received: number;
  state: 'sending' | 'paused' | 'failed' | 'complete';
  /** Id of the upload, once the server knows of it. */
  id?: string;
  error?: unknown;
}

/** What an upload needs of the server. */
export interface UploadCalls {
  list: () => Promise<Upload[]>;
  begin: (file: CreateUpload) => Promise<Upload>;
  show: (id: string) => Promise<Upload>;
  send: (id: string, offset: number, part: Blob, signal: AbortSignal) => Promise<Upload>;
  cancel: (id: string) => Promise<void>;
}

export const uploadCalls: UploadCalls = {
  list: async () => (await get<Page<Upload>>('/uploads', { limit: 100 })).items,
  begin: (file) => request<Upload>('POST', '/uploads', { body: file }),
  show: (id) => get<Upload>(`/uploads/${id}`),
  send: (id, offset, part, signal) => sendPart<Upload>(`/uploads/${id}`, offset, part, signal),
  cancel: async (id) => {
    await request<undefined>('DELETE', `/uploads/${id}`);
  },
};

const partSize = 8 * 1024 * 1024;
const mostFailures = 8;
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends one file in parts, and goes on where an earlier attempt ended: after a pause, after the network failed, and, when the same file
 * is chosen again, after the page was closed.
 */
export class FileUpload {
  private sending: Sending;
  private stop = new AbortController();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly file: File,
    /** Id of the project that it is for; undefined for one's own. */
    private readonly project?: string,
    private readonly calls: UploadCalls = uploadCalls,
    private readonly wait: (milliseconds: number) => Promise<void> = sleep,
  ) {
    this.sending = { fileName: file.name, size: file.size, received: 0, state: 'paused' };
  }

  readonly snapshot = (): Sending => this.sending;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private change(values: Partial<Sending>) {
    this.sending = { ...this.sending, ...values };
    this.listeners.forEach((listener) => listener());
  }

  /** Sends what is missing; ends when all is there, when it is paused, or when it cannot go on. */
  async start(): Promise<void> {
    if (this.sending.state === 'sending' || this.sending.state === 'complete') return;
    const stop = new AbortController();
    const stopped = () => stop.signal.aborted;
    this.stop = stop;
    this.change({ state: 'sending', error: undefined });
    try {
      let upload = await this.begun();
      this.change({ id: upload.id, received: upload.received });
      let failures = 0;
      while (upload.received < upload.size && !stopped()) {
        try {
          const part = this.file.slice(upload.received, upload.received + partSize);
          upload = await this.calls.send(upload.id, upload.received, part, stop.signal);
          failures = 0;
        } catch (error) {
          const passing = error instanceof RequestError && (error.status === 0 || error.passing);
          if (stopped() || !passing || ++failures === mostFailures) throw error;
          await this.wait(Math.min(10_000, 500 * 2 ** failures));
          // The part may have arrived, and only the answer have been lost.
          upload = await this.calls.show(upload.id).catch(() => upload);
        }
        this.change({ received: upload.received });
      }
      if (upload.received === upload.size) this.change({ state: 'complete' });
    } catch (error) {
      if (!stopped()) this.change({ state: 'failed', error });
    }
  }

  private async begun(): Promise<Upload> {
    if (this.sending.id !== undefined) return this.calls.show(this.sending.id);
    const { name, size, lastModified } = this.file;
    // A disk often keeps its name and size when what is on it changes: then what was sent before is no beginning of it.
    const earlier = (await this.calls.list()).find(
      (upload) =>
        upload.imageId === undefined &&
        (this.project === undefined || upload.project.id === this.project) &&
        upload.fileName === name &&
        upload.size === size &&
        lastModified < Date.parse(upload.createdAt),
    );
    return earlier ?? this.calls.begin({ fileName: name, size, project: this.project });
  }

  pause(): void {
    this.stop.abort();
    if (this.sending.state === 'sending') this.change({ state: 'paused' });
  }

  /** Stops, and has the server throw away what it has. */
  async cancel(): Promise<void> {
    this.pause();
    if (this.sending.id !== undefined) await this.calls.cancel(this.sending.id);
  }
}
