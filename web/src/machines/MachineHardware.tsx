import { Card, CardBody, CardHeader, CardTitle, DescriptionList, Flex, Stack, StackItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState, type ReactNode } from 'react';
import type { Disk, Machine, Nic } from '../api/types';
import { useRights } from '../projects/rights';
import { AllowedButton } from '../shell/AllowedButton';
import { Fact } from '../shell/Fact';
import { bytes, mebibytes } from '../shell/format';
import { deviceLabel, firmwareLabels, startable } from './hardware';
import {
  AddDiskDialog,
  AddNicDialog,
  BootDialog,
  CableDialog,
  EjectDialog,
  GrowDiskDialog,
  InsertDialog,
  RemoveDiskDialog,
  RemoveNicDialog,
  ResizeDialog,
} from './HardwareDialogs';
import { actionReason } from './machineState';

type Open =
  | { dialog: 'resize' | 'add-disk' | 'add-nic' | 'insert' | 'eject' | 'boot' }
  | { dialog: 'grow-disk' | 'remove-disk'; disk: Disk }
  | { dialog: 'remove-nic' | 'cable'; nic: Nic };

/** What a machine is made of, and everything that can be changed about it. */
export function MachineHardware({ machine }: { machine: Machine }) {
  const rights = useRights();
  const [open, setOpen] = useState<Open>();
  const hardware = machine.hardware;
  const reason = actionReason(machine, 'hardware', rights);
  const cd = hardware.cd;
  return (
    <Stack hasGutter data-testid="hardware">
      <StackItem>
        <Part
          title="Size and firmware"
          action={
            <AllowedButton
              variant="secondary"
              size="sm"
              reason={actionReason(machine, 'resize', rights)}
              onClick={() => setOpen({ dialog: 'resize' })}
              data-testid="open-resize"
            >
              Resize
            </AllowedButton>
          }
        >
          <DescriptionList isHorizontal isCompact>
            <Fact term="Processors">{machine.vcpus}</Fact>
            <Fact term="Memory">{mebibytes(machine.memoryMiB)}</Fact>
            <Fact term="Firmware">{firmwareLabels[hardware.firmware]}</Fact>
            <Fact term="Security chip">{hardware.tpm ? 'TPM 2.0' : 'None'}</Fact>
          </DescriptionList>
        </Part>
      </StackItem>
      <StackItem>
        <Part
          title="Disks"
          action={
            <AllowedButton
              variant="secondary"
              size="sm"
              reason={reason}
              onClick={() => setOpen({ dialog: 'add-disk' })}
              data-testid="open-add-disk"
            >
              Add a disk
            </AllowedButton>
          }
        >
          <Table aria-label="Disks" variant="compact" gridBreakPoint="grid-md">
            <Thead>
              <Tr>
                <Th>Name</Th>
                <Th>Size</Th>
                <Th>Volume</Th>
                <Th screenReaderText="Actions" />
              </Tr>
            </Thead>
            <Tbody>
              {hardware.disks.map((disk, index) => (
                <Tr key={disk.name} data-testid="disk-row">
                  <Td dataLabel="Name">{disk.name}</Td>
                  <Td dataLabel="Size">{bytes(disk.size)}</Td>
                  <Td dataLabel="Volume">
                    <code className="pando-code">{disk.volume}</code>
                  </Td>
                  <Td isActionCell>
                    <Flex gap={{ default: 'gapMd' }} flexWrap={{ default: 'nowrap' }}>
                      <AllowedButton
                        variant="link"
                        size="sm"
                        isInline
                        reason={actionReason(machine, 'resize', rights)}
                        onClick={() => setOpen({ dialog: 'grow-disk', disk })}
                        aria-label={`Enlarge ${disk.name}`}
                      >
                        Enlarge
                      </AllowedButton>
                      <AllowedButton
                        variant="link"
                        size="sm"
                        isInline
                        isDanger
                        reason={index === 0 ? 'The first disk is the machine.' : reason}
                        onClick={() => setOpen({ dialog: 'remove-disk', disk })}
                        aria-label={`Delete ${disk.name}`}
                      >
                        Delete
                      </AllowedButton>
                    </Flex>
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Part>
      </StackItem>
      <StackItem>
        <Part
          title="Network cards"
          action={
            <AllowedButton
              variant="secondary"
              size="sm"
              reason={reason}
              onClick={() => setOpen({ dialog: 'add-nic' })}
              data-testid="open-add-nic"
            >
              Add a network card
            </AllowedButton>
          }
        >
          <Table aria-label="Network cards" variant="compact" gridBreakPoint="grid-md">
            <Thead>
              <Tr>
                <Th>Name</Th>
                <Th>Address</Th>
                <Th>Cable</Th>
                <Th screenReaderText="Actions" />
              </Tr>
            </Thead>
            <Tbody>
              {hardware.nics.map((nic, index) => (
                <Tr key={nic.name} data-testid="nic-row">
                  <Td dataLabel="Name">{nic.name}</Td>
                  <Td dataLabel="Address">
                    <code className="pando-code">{nic.mac}</code>
                  </Td>
                  <Td dataLabel="Cable">{nic.connected ? 'Plugged in' : 'Not plugged in'}</Td>
                  <Td isActionCell>
                    <Flex gap={{ default: 'gapMd' }} flexWrap={{ default: 'nowrap' }}>
                      <AllowedButton
                        variant="link"
                        size="sm"
                        isInline
                        reason={reason}
                        onClick={() => setOpen({ dialog: 'cable', nic })}
                        aria-label={
                          nic.connected ? `Pull the cable of ${nic.name}` : `Plug in the cable of ${nic.name}`
                        }
                      >
                        {nic.connected ? 'Pull the cable' : 'Plug in'}
                      </AllowedButton>
                      <AllowedButton
                        variant="link"
                        size="sm"
                        isInline
                        isDanger
                        reason={index === 0 ? 'The first network card stays; its cable can be pulled.' : reason}
                        onClick={() => setOpen({ dialog: 'remove-nic', nic })}
                        aria-label={`Take out ${nic.name}`}
                      >
                        Take out
                      </AllowedButton>
                    </Flex>
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Part>
      </StackItem>
      <StackItem>
        <Part
          title="CD drive and start"
          action={
            <Flex gap={{ default: 'gapSm' }}>
              <AllowedButton
                variant="secondary"
                size="sm"
                reason={reason}
                onClick={() => setOpen({ dialog: 'insert' })}
                data-testid="open-insert"
              >
                Insert a disc
              </AllowedButton>
              <AllowedButton
                variant="secondary"
                size="sm"
                reason={cd?.medium === undefined ? 'There is no disc in it.' : reason}
                onClick={() => setOpen({ dialog: 'eject' })}
                data-testid="open-eject"
              >
                Eject
              </AllowedButton>
              <AllowedButton
                variant="secondary"
                size="sm"
                reason={startable(hardware).length < 2 ? 'It has only one thing to start from.' : reason}
                onClick={() => setOpen({ dialog: 'boot' })}
                data-testid="open-boot"
              >
                Start from
              </AllowedButton>
            </Flex>
          }
        >
          <DescriptionList isHorizontal isCompact>
            <Fact term="CD drive">
              {cd === undefined ? 'None; it comes with the first disc' : (cd.medium ?? 'Empty')}
            </Fact>
            <Fact term="Starts from">{hardware.boot.map(deviceLabel).join(', then ')}</Fact>
          </DescriptionList>
        </Part>
      </StackItem>
      {open && <OpenDialog machine={machine} open={open} onClose={() => setOpen(undefined)} />}
    </Stack>
  );
}

function Part({ title, action, children }: { title: string; action: ReactNode; children: ReactNode }) {
  return (
    <Card component="section">
      <CardHeader actions={{ actions: action, hasNoOffset: true }}>
        <CardTitle component="h2">{title}</CardTitle>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}

function OpenDialog({ machine, open, onClose }: { machine: Machine; open: Open; onClose: () => void }) {
  const properties = { machine, onClose };
  switch (open.dialog) {
    case 'resize':
      return <ResizeDialog {...properties} />;
    case 'add-disk':
      return <AddDiskDialog {...properties} />;
    case 'grow-disk':
      return <GrowDiskDialog {...properties} disk={open.disk} />;
    case 'remove-disk':
      return <RemoveDiskDialog {...properties} disk={open.disk} />;
    case 'add-nic':
      return <AddNicDialog {...properties} />;
    case 'remove-nic':
      return <RemoveNicDialog {...properties} nic={open.nic} />;
    case 'cable':
      return <CableDialog {...properties} nic={open.nic} />;
    case 'insert':
      return <InsertDialog {...properties} />;
    case 'eject':
      return <EjectDialog {...properties} />;
    case 'boot':
      return <BootDialog {...properties} />;
  }
}
