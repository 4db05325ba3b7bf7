import type { Limits } from '../api/types';
import { gibibytes, inGibibytes } from '../shell/format';
import { numberOf } from '../shell/inputs';

/** The fields of the quota dialog as they were typed; memory and disk in GiB. */
export interface QuotaForm {
  machines: string;
  vcpus: string;
  memory: string;
  disk: string;
  images: string;
}

/** The fields for limits as they are. */
export const quotaForm = (limits: Limits): QuotaForm => ({
  machines: String(limits.machines ?? ''),
  vcpus: String(limits.vcpus ?? ''),
  memory: limits.memoryMiB === undefined ? '' : String(limits.memoryMiB / 1024),
  disk: limits.diskBytes === undefined ? '' : inGibibytes(limits.diskBytes),
  images: String(limits.images ?? ''),
});

/** What is to be sent, given the limits that the fields were filled from. */
export function quotaLimits(form: QuotaForm, before: Limits): Limits {
  const memory = numberOf(form.memory);
  return {
    machines: numberOf(form.machines),
    vcpus: numberOf(form.vcpus),
    memoryMiB: memory === undefined ? undefined : Math.round(memory * 1024),
    // The field shows fewer digits than the limit may have; as long as nobody types into it, the limit stays what it is.
    diskBytes: form.disk === quotaForm(before).disk ? before.diskBytes : gibibytes(form.disk),
    images: numberOf(form.images),
  };
}
