import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get } from '../api/client';
import type { Firmware, Hardware, Medium, Page, Snapshot } from '../api/types';
import { gibibytes } from '../shell/format';

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

/** The size of a disk as it is typed in GiB, in bytes; undefined while it is none. */
export function diskSize(text: string): number | undefined {
  const size = gibibytes(text);
  return size !== undefined && size > 0 ? size : undefined;
}

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
