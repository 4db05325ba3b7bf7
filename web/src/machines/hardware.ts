import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get } from '../api/client';
import type { Firmware, Hardware, Medium, Page, Snapshot } from '../api/types';

export const firmwareLabels: Record<Firmware, string> = {
  BIOS: 'BIOS',
  UEFI: 'UEFI',
  UEFI_SECURE_BOOT: 'UEFI with Secure Boot',
};

/** The devices that a machine can be started from. */
export function startable(hardware: Hardware): string[] {
  const disks = hardware.disks.map((disk) => disk.name);
  return hardware.cd ? [...disks, 'cd'] : disks;
}

export const deviceLabel = (device: string): string => (device === 'cd' ? 'CD drive' : `Disk ${device}`);

const gibibyte = 2 ** 30;

/** A number of GiB as it is typed, in bytes; undefined while it is none. Whole MiB, as the server wants it. */
export function gibibytes(text: string): number | undefined {
  const value = Number(text.replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) return undefined;
  return Math.round(value * 1024) * 2 ** 20;
}

export const inGibibytes = (size: number): string => String(Math.round((size / gibibyte) * 1000) / 1000);

export function useMedia() {
  return useQuery({
    queryKey: ['media'],
    queryFn: ({ signal }) => get<Page<Medium>>('/media', { limit: 100 }, signal),
  });
}

export function useSnapshots(machine: string): UseQueryResult<Page<Snapshot>> {
  return useQuery({
    queryKey: keys.snapshots(machine),
    queryFn: ({ signal }) => get<Page<Snapshot>>(`/machines/${machine}/snapshots`, { limit: 100 }, signal),
  });
}
